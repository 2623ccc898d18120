import { afterEach, describe, expect, it } from "vitest";
import { YuejieError } from "../../src/domain/errors.js";
import { parseSmtpUrl } from "../../src/notice-config.js";
import type { Mail, Mailer } from "../../src/platform/mail/mailer.js";
import { openMailer } from "../../src/platform/mail/smtp-mailer.js";
import { restWhileAway } from "../../src/rest-while-away.js";
import { silentServer, type TestMailServer, testMailServer } from "../support/smtp.js";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const never = new AbortController().signal;
const quick = { connectMs: 400, idleMs: 400, messageMs: 900 };
const from = { name: "月结", address: "settle@example.com" };

async function serve(account?: { user: string; password: string }): Promise<TestMailServer> {
  const server = await testMailServer(account);
  closing.push(() => server.stop());
  return server;
}

function open(url: string): Mailer {
  const mailer = openMailer(parseSmtpUrl(url), from, quick);
  closing.push(() => mailer.close());
  return mailer;
}

function mail(change: Partial<Mail> = {}): Mail {
  return {
    messageId: "<k.1@example.com>",
    to: { name: "云科技", address: "a@partner.example" },
    subject: "结算单",
    text: "正文\n",
    html: "<p>正文</p>",
    headers: { "Auto-Submitted": "auto-generated" },
    attachments: [],
    ...change,
  };
}

const failureOf = (sending: Promise<void>): Promise<YuejieError> =>
  sending.then(
    () => Promise.reject(new Error("it was sent")),
    (error) => error,
  );

describe("a mail server", () => {
  it("takes message, headers and attachments as they are", async () => {
    const server = await serve();
    const content = new TextEncoder().encode("%PDF-1.7");
    const attachments = [{ fileName: "开票清单.pdf", contentType: "application/pdf", content }];
    await open(server.url).send(mail({ attachments }), never);
    const [taken] = server.taken;
    expect(taken).toMatchObject({
      envelopeFrom: "settle@example.com",
      envelopeTo: ["a@partner.example"],
      from: { name: "月结", address: "settle@example.com" },
      to: [{ name: "云科技", address: "a@partner.example" }],
      subject: "结算单",
      messageId: "<k.1@example.com>",
      attachments: [{ filename: "开票清单.pdf", mimeType: "application/pdf" }],
    });
    expect(taken?.text?.trim()).toBe("正文");
    expect(taken?.headers).toContainEqual(
      expect.objectContaining({ key: "auto-submitted", value: "auto-generated" }),
    );
  });

  it("signs in with user and password, and says so where they are wrong", async () => {
    const server = await serve({ user: "li", password: "sword" });
    await open(server.url).send(mail(), never);
    await open(server.url).verify();
    const wrong = open(server.url.replace("sword", "fish"));
    for (const failure of [
      await failureOf(wrong.send(mail(), never)),
      await failureOf(wrong.verify()),
    ]) {
      expect(failure).toMatchObject({ code: "mail_sign_in_refused", retryable: true });
      expect(failure.message).not.toMatch(/fish|li@|aGk/);
    }
    const nobody = open(server.url.replace("li:sword@", ""));
    expect(await failureOf(nobody.send(mail(), never))).toMatchObject({
      code: "mail_sign_in_refused",
      details: { reply: "530" },
    });
    expect(server.taken).toHaveLength(1);
  });

  it.each([
    ["a recipient for good", { rcpt: 550 }, "mail_refused"],
    ["a recipient for now", { rcpt: 451 }, "mail_put_off"],
    ["everything for now", { rcpt: 421 }, "mail_put_off"],
    ["the message for good", { data: 554 }, "mail_refused"],
    ["the message for now", { data: 452 }, "mail_put_off"],
  ] as const)("may refuse %s", async (_, plan, code) => {
    const server = await serve();
    server.plan = () => plan;
    const failure = await failureOf(open(server.url).send(mail(), never));
    expect(failure).toMatchObject({ code });
    expect(failure.retryable).toBe(code === "mail_put_off");
    expect(JSON.stringify(failure.details)).not.toContain("partner.example");
  });

  it.each([
    ["thinks too long", { delayMs: 2_000 }],
    ["dies in the middle of the message", { diesInData: true }],
    ["dies before it says that it took it", { diesAfterData: true }],
  ])("that %s has not told what became of it, and is asked once", async (_, plan) => {
    const server = await serve();
    server.plan = () => plan;
    const failure = await failureOf(
      open(server.url).send(mail({ text: "x".repeat(300_000) }), never),
    );
    expect(failure).toMatchObject({ code: "mail_unreachable", retryable: true });
    expect(server.taken.length).toBe("diesAfterData" in plan ? 1 : 0);
  });

  it("that says nothing, or is not there, is left in time", async () => {
    const silent = await silentServer();
    closing.push(() => silent.stop());
    const begun = performance.now();
    expect(
      await failureOf(open(`smtp://127.0.0.1:${silent.port}`).send(mail(), never)),
    ).toMatchObject({ code: "mail_unreachable", retryable: true });
    expect(performance.now() - begun).toBeLessThan(3_000);
    await silent.stop();
    const gone = open(`smtp://127.0.0.1:${silent.port}`);
    expect(await failureOf(gone.send(mail(), never))).toMatchObject({
      details: { where: `127.0.0.1:${silent.port}`, reason: "ECONNREFUSED" },
    });
  });

  it("is told nothing where it cannot encrypt and has to", async () => {
    const server = await serve({ user: "li", password: "sword" });
    const failure = await failureOf(open(`${server.url}?tls=on`).send(mail(), never));
    expect(failure).toMatchObject({ code: "mail_unreachable", retryable: true });
    expect(server.taken).toEqual([]);
  });

  it("gets one recipient and no header that a name or a subject brings", async () => {
    const server = await serve();
    const name = "Evil\r\nBcc: other@partner.example\r\nX-Evil: 1, b@partner.example";
    await open(server.url).send(
      mail({ to: { name, address: "a@partner.example" }, subject: name }),
      never,
    );
    const [taken] = server.taken;
    expect(taken?.envelopeTo).toEqual(["a@partner.example"]);
    const keys = taken?.headers.map(({ key }) => key);
    expect(keys).not.toContain("bcc");
    expect(keys).not.toContain("x-evil");
  });

  it("stops being asked when the work is to stop", async () => {
    const server = await serve();
    server.plan = () => ({ delayMs: 5_000 });
    const stopping = new AbortController();
    setTimeout(() => stopping.abort(), 100);
    const failure = await failureOf(open(server.url).send(mail(), stopping.signal));
    expect(failure).toBeInstanceOf(YuejieError);
  });
});

describe("a server that does not answer", () => {
  it("is given a rest, and asked again after it", async () => {
    let asked = 0;
    let isAway = true;
    const door = restWhileAway({
      where: "here",
      send: async (_message: never, _signal: AbortSignal) => {
        asked += 1;
        if (isAway) throw new YuejieError("mail_unreachable", { where: "here", reason: "x" });
      },
    });
    const send = () => door.send(undefined as never, never);
    await expect(send()).rejects.toMatchObject({ code: "mail_unreachable" });
    await expect(send()).rejects.toMatchObject({ code: "mail_unreachable" });
    expect(asked).toBe(1);
    isAway = false;
    await expect
      .poll(
        () =>
          send().then(
            () => true,
            () => false,
          ),
        { timeout: 5_000 },
      )
      .toBe(true);
    expect(asked).toBe(2);
  });
});
