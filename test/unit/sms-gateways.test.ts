import { createHash, createHmac } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { parseSmsUrl } from "../../src/notice-config.js";
import { openSmsGateway } from "../../src/platform/sms/open-gateway.js";
import {
  internationalMobile,
  type Sms,
  type SmsSurroundings,
} from "../../src/platform/sms/sms-gateway.js";
import { huaweiSmsGateway, signedSmsGateway, type TestSmsGateway } from "../support/sms-gateway.js";

const sms: Sms = {
  to: "+8613900000001",
  templateKey: "statement_sent",
  locale: "zh-CN",
  text: "结算单202610-P1-B1300F0600-01已发送，金额1,234.50元。",
  parameters: ["202610-P1-B1300F0600-01", "1,234.50"],
  key: "statement-sent-1.abc.1@example.com",
};

const servers: TestSmsGateway[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

const never = new AbortController().signal;
const at = new Date("2026-11-03T02:00:00Z");
const opened = (server: TestSmsGateway): TestSmsGateway => {
  servers.push(server);
  return server;
};

async function signed(secret = "s3cret/&=", around: Partial<SmsSurroundings> = {}) {
  const server = opened(await signedSmsGateway({ key: "K1", secret: "s3cret/&=" }, () => at));
  const url = `http://K1:${encodeURIComponent(secret)}@${server.host}/send?app=7`;
  return { server, gateway: openSmsGateway(parseSmsUrl(url), { now: () => at, ...around }) };
}

async function huawei(
  secret = "hw+secret",
  templates = "statement_sent:t1,statement_sent.en:t2",
  around: Partial<SmsSurroundings> = {},
) {
  const account = { key: "APP", secret: "hw+secret", sender: "1069000" };
  const server = opened(await huaweiSmsGateway(account, () => at));
  const query = new URLSearchParams({ sender: "1069000", signature: "云商店", templates });
  const url = `huawei+http://APP:${encodeURIComponent(secret)}@${server.host}/?${query}`;
  return { server, gateway: openSmsGateway(parseSmsUrl(url), { now: () => at, ...around }) };
}

describe("a signed gateway", () => {
  it("takes what is signed, with text, parameters and a key that tells a double", async () => {
    const { server, gateway } = await signed();
    expect(await gateway.send(sms, never)).toEqual({ id: "m-34" });
    await gateway.send(sms, never);
    const { to, text, parameters, key } = sms;
    expect(server.taken).toEqual([{ to, template: "statement_sent", text, parameters, key }]);
    expect(server.refused).toEqual([]);
  });

  it.each([
    ["a wrong secret", "signature", "other", {}],
    [
      "a clock ten minutes off",
      "stale",
      undefined,
      { now: () => new Date(at.getTime() - 600_000) },
    ],
    ["the same request again", "replay", undefined, { nonce: () => "n1" }],
  ] as const)("is told of %s as trouble that may pass", async (_, why, secret, around) => {
    const { server, gateway } = await signed(secret, around);
    if (why === "replay") await gateway.send(sms, never);
    await expect(gateway.send(sms, never)).rejects.toMatchObject({
      code: "sms_sign_in_refused",
      retryable: true,
    });
    expect(server.refused).toEqual([why]);
  });

  it("is refused where anything of the request was changed on its way", async () => {
    const { server } = await signed();
    const timestamp = String(at.getTime() / 1_000);
    const body = JSON.stringify({ to: "+8613900000001", template: "x", text: "t", parameters: [] });
    const sign = (parts: string[]): string =>
      createHmac("sha256", "s3cret/&=").update(parts.join("\n")).digest("hex");
    const hash = createHash("sha256").update(body).digest("hex");
    const parts = ["YUEJIE-HMAC-SHA256", "POST", "/send?app=7", timestamp, "n9", "k", hash];
    const send = (change: Record<string, string>, sent = body, path = "/send?app=7") =>
      fetch(`http://${server.host}${path}`, {
        method: "POST",
        body: sent,
        headers: {
          ...{ "x-timestamp": timestamp, "x-nonce": "n9", "idempotency-key": "k" },
          authorization: `YUEJIE-HMAC-SHA256 key=K1, signature=${sign(parts)}`,
          ...change,
        },
      }).then(({ status }) => status);
    expect(await send({}, body.replace("0001", "0002"))).toBe(401);
    expect(await send({}, body, "/send?app=8")).toBe(401);
    expect(await send({ "x-timestamp": String(Number(timestamp) + 1) })).toBe(401);
    expect(await send({ "idempotency-key": "other" })).toBe(401);
    expect(await send({ "x-nonce": "n10" })).toBe(401);
    expect(await send({})).toBe(200);
    expect(await send({})).toBe(401);
    expect(server.refused.at(-1)).toBe("replay");
  });

  it.each([
    [400, "sms_refused", false],
    [422, "sms_refused", false],
    [403, "sms_sign_in_refused", true],
    [429, "sms_put_off", true],
    [500, "sms_put_off", true],
    [302, "sms_unreachable", true],
  ] as const)("that answers %i is told as %s", async (status, code, retryable) => {
    const { server, gateway } = await signed();
    server.answer = () => ({ status, body: "+8613900000001 is bad" });
    const failure = await gateway.send(sms, never).catch((error) => error);
    expect(failure).toMatchObject({ code, retryable });
    expect(JSON.stringify({ ...failure, text: failure.message })).not.toMatch(/139|s3cret/);
  });

  it("that hangs is left after its time", async () => {
    const { server, gateway } = await signed(undefined, { answerMs: 100 });
    server.answer = () => "hangs";
    await expect(gateway.send(sms, never)).rejects.toMatchObject({
      code: "sms_unreachable",
      details: { where: server.host, reason: "TimeoutError" },
    });
  });
});

describe("Huawei's gateway", () => {
  it("takes a template by kind and language, with its parameters and signature", async () => {
    const { server, gateway } = await huawei();
    expect(await gateway.send(sms, never)).toEqual({ id: "h-1" });
    await gateway.send({ ...sms, locale: "en" }, never);
    const { to, parameters } = sms;
    expect(server.taken).toMatchObject([
      { to, template: "t1", text: "云商店", parameters },
      { to, template: "t2", parameters },
    ]);
  });

  it("is not asked where no template is named, unless one is for all", async () => {
    const { server, gateway } = await huawei(undefined, "payment_made:t1");
    await expect(gateway.send(sms, never)).rejects.toMatchObject({
      code: "sms_template_missing",
      retryable: false,
    });
    expect([...server.taken, ...server.refused]).toEqual([]);
    const all = await huawei(undefined, "payment_made:t1,*:t9");
    await all.gateway.send(sms, never);
    expect(all.server.taken).toMatchObject([{ template: "t9" }]);
  });

  it.each([
    ["a wrong secret", "E000103", "other", {}],
    [
      "a header of yesterday",
      "E000110",
      undefined,
      { now: () => new Date(at.getTime() - 86_400_000) },
    ],
    ["the same header again", "E000022", undefined, { nonce: () => "n1" }],
  ] as const)("refuses %s, which may pass", async (_, why, secret, around) => {
    const { server, gateway } = await huawei(secret, "*:t", around);
    if (why === "E000022") await gateway.send(sms, never);
    await expect(gateway.send(sms, never)).rejects.toMatchObject({ retryable: true });
    expect(server.refused).toEqual([why]);
  });

  const answer = (code: string, status?: string) =>
    JSON.stringify({ code, description: "d", ...(status && { result: [{ status }] }) });
  it.each([
    ["the number is refused", 200, answer("E000510", "E200028"), "sms_refused"],
    ["all well but the number", 200, answer("000000", "E200033"), "sms_refused"],
    ["a parameter is wrong", 400, answer("E000503"), "sms_refused"],
    ["too many wait", 200, answer("E000510", "E200015"), "sms_put_off"],
    ["the account is frozen", 403, answer("E000112"), "sms_sign_in_refused"],
    ["our address is not allowed", 403, answer("E000620"), "sms_sign_in_refused"],
    ["the channel is another's", 200, answer("E200018"), "sms_sign_in_refused"],
    ["no word of the number", 200, answer("000000"), "sms_put_off"],
    ["no JSON", 502, "<html>", "sms_put_off"],
    ["another path", 404, "<html>", "sms_sign_in_refused"],
  ] as const)("where %s", async (_, status, body, code) => {
    const { server, gateway } = await huawei();
    server.answer = () => ({ status, body });
    await expect(gateway.send(sms, never)).rejects.toMatchObject({ code });
  });
});

describe("mobile numbers", () => {
  it.each([
    ["13900000001", "+8613900000001"],
    ["139-0000 0001", "+8613900000001"],
    ["+86 139 0000 0001", "+8613900000001"],
    ["8613900000001", "+8613900000001"],
    ["00447700900123", "+447700900123"],
    ["+4915112345678", "+4915112345678"],
    ["02112345678", null],
    ["12345678", null],
    ["+0123456789", null],
  ])("%s is %s to a gateway", (text, international) => {
    expect(internationalMobile(text)).toBe(international);
  });
});
