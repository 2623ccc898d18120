import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compose, type Parts } from "../../src/compose.js";
import { readConfig } from "../../src/config.js";
import { type Features, offerFeatures } from "../../src/features.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import {
  copiesOf,
  deliverAll,
  noticedAt,
  reachable,
  sendWaiting,
  settingsFile,
  statementOf,
  statesOf,
  tell,
  tellSent,
  user,
  yuejieKeys,
} from "../support/notices.js";
import { repositoryFolder } from "../support/repository-files.js";
import { silentServer, type TestMailServer, testMailServer } from "../support/smtp.js";

let database: TestDatabase;
let mail: TestMailServer;
let home: string;
let settings: ReturnType<typeof settingsFile>;
const opened: Parts[] = [];
beforeEach(async () => {
  [database, mail] = await Promise.all([testDatabase(), testMailServer()]);
  home = mkdtempSync(join(tmpdir(), "yuejie-notices-"));
  settings = settingsFile({ mostPerHour: 3 });
});
afterEach(async () => {
  for (const parts of opened.splice(0)) await parts.close();
  await Promise.all([database.drop(), mail.stop()]);
  rmSync(home, { recursive: true });
  settings.remove();
});

const environment = (more: Record<string, string> = {}): Record<string, string> => ({
  DATABASE_URL: database.url,
  YUEJIE_HOME: home,
  YUEJIE_KEYS: yuejieKeys,
  YUEJIE_SETTINGS: settings.path,
  SMTP_URL: mail.url,
  MAIL_FROM: "settle@our.example",
  ...more,
});

/** The features of a process. */
function open(more: Record<string, string> = {}): Features {
  const signal = new AbortController().signal;
  const parts = compose(readConfig(environment(more)), { name: "test", signal });
  opened.push(parts);
  return offerFeatures(parts);
}

const signal = new AbortController().signal;
const deliver = (features: Features) => deliverAll(database, features);
const sendAll = (features: Features) => sendWaiting(database, features);

const remind = (no: string, about: string) =>
  tell(
    database,
    {
      kind: "invoice_reminder",
      about,
      at: noticedAt,
      details: { ...statementOf(no), dueOn: "2026-12-07", stage: "one_day" },
    },
    { settlee: no },
  );

describe("a copy", () => {
  it("whose sender is killed after the server took it goes again under the same name, sent once on record", async () => {
    await reachable(database, "P1", { email: "a@partner.example" });
    await tellSent(database, "P1");
    const features = open();
    await deliver(features);
    const [copy] = await copiesOf(database);
    const script = join(repositoryFolder, "test/support/notice-sender.ts");
    const child = spawn(
      process.execPath,
      ["--import", "tsx", script, copy?.delivery_id ?? "", "1"],
      { env: { ...process.env, ...environment() }, stdio: "inherit" },
    );
    const gone = new Promise((resolve) => child.once("exit", (_, why) => resolve(why)));
    mail.plan = () => ({
      onTaken: async () => {
        child.kill("SIGKILL");
        await gone;
      },
    });
    expect(await gone).toBe("SIGKILL");
    expect(mail.taken).toHaveLength(1);
    expect(await statesOf(database)).toEqual(["email settlee:P1 waiting"]);

    mail.plan = () => ({});
    await expect.poll(() => sendAll(features), { timeout: 10_000 }).toEqual(["sent"]);
    expect(await sendAll(features)).toEqual(["stale"]);
    const [first, second, ...others] = mail.taken;
    expect(others).toEqual([]);
    expect(second?.messageId).toBe(first?.messageId);
    expect(second?.text).toBe(first?.text);
    expect(await copiesOf(database)).toMatchObject([
      { state: "sent", attempts: 2, message_id: first?.messageId, recipient: "settlee:P1" },
    ]);
  }, 40_000);

  it("is sent by one of many at once", async () => {
    await reachable(database, "P1", { email: "a@partner.example" });
    await tellSent(database, "P1");
    const features = open();
    await Promise.all([deliver(features), deliver(open()), deliver(open())]);
    mail.plan = () => ({ delayMs: 300 });
    const outcomes = await Promise.all([sendAll(features), sendAll(features), sendAll(open())]);
    expect(outcomes.flat().sort()).toEqual(["notice_under_way", "notice_under_way", "sent"]);
    expect(mail.taken).toHaveLength(1);
  });

  it("waits while its recipient has had enough for an hour, however many send, and is never lost", async () => {
    await reachable(database, "P1", { email: "a@partner.example" });
    await reachable(database, "P2", { email: "A@partner.example" });
    for (const about of ["1", "2", "3"]) await tellSent(database, "P1", about);
    for (const about of ["4", "5"]) await tellSent(database, "P2", about);
    const features = open();
    await deliver(features);
    mail.plan = () => ({ delayMs: 100 });
    const { rows } = await database.pool.query(
      "select payload from outbox where topic = 'send-notice'",
    );
    const outcomes = await Promise.all(
      rows.map(({ payload }) =>
        features.notices.send({ ...payload, signal }).catch((error) => error.code),
      ),
    );
    const limit = "notice_limit_reached";
    expect(outcomes.sort()).toEqual([limit, limit, "sent", "sent", "sent"]);
    expect(mail.taken).toHaveLength(3);
    expect((await sendAll(features)).filter((it) => it === limit)).toHaveLength(2);
    // An hour later.
    await database.pool.query(
      "update notice_delivery set sent_at = sent_at - interval '61 minutes'",
    );
    expect((await sendAll(features)).sort()).toEqual(["sent", "sent", "stale", "stale", "stale"]);
    expect(new Set(mail.taken.map((it) => it.messageId)).size).toBe(5);
  });

  it("that the server keeps putting off is given up after days, shown, and sent when asked for", async () => {
    await reachable(database, "P1", { email: "a@partner.example" });
    await tellSent(database, "P1");
    const features = open();
    await deliver(features);
    mail.plan = () => ({ rcpt: 451 });
    expect(await sendAll(features)).toEqual(["mail_put_off"]);
    await database.pool.query(
      "update notice_delivery set attempts = 50, since = since - interval '5 days'",
    );
    expect(await sendAll(features)).toEqual(["failed"]);
    expect(await statesOf(database)).toEqual(["email settlee:P1 failed mail_put_off"]);
    const { facts, state } =
      (await features.examine()).find(({ check }) => check === "notices") ?? {};
    expect({ facts, state }).toEqual({
      state: "notice",
      facts: { waiting: 0, failed: 1, staff: 0 },
    });
    mail.plan = () => ({});
    await features.notices.resend({ key: "statement-sent-P1-v1" }, "wang");
    expect(await sendAll(features)).toEqual(["stale", "sent"]);
    expect(mail.taken[0]?.messageId).toMatch(/\.2@our\.example>$/);
  });

  it("gives a server that hangs up its rest, and keeps its place", async () => {
    const silent = await silentServer();
    await reachable(database, "P1", { email: "a@partner.example" });
    await tellSent(database, "P1", "1");
    await tellSent(database, "P1", "2");
    await silent.stop();
    const features = open({ SMTP_URL: `smtp://127.0.0.1:${silent.port}` });
    await deliver(features);
    expect(await sendAll(features)).toEqual(["mail_unreachable", "mail_unreachable"]);
    expect(await sendAll(open())).toEqual(["sent", "sent"]);
  });

  it("is left for a process that was told of the server", async () => {
    await reachable(database, "P1", { email: "a@partner.example" });
    await tellSent(database, "P1");
    await deliver(open());
    expect(await sendAll(open({ SMTP_URL: "", MAIL_FROM: "" }))).toEqual(["notice_channel_unset"]);
    expect(await statesOf(database)).toEqual(["email settlee:P1 waiting notice_channel_unset"]);
    expect(await sendAll(open())).toEqual(["sent"]);
  });
});

describe("a recipient", () => {
  it("without any address is a failure that is seen and a file, and is told when it has one", async () => {
    await reachable(database, "P1", {});
    await tellSent(database, "P1");
    const features = open();
    await deliver(features);
    expect(await statesOf(database)).toEqual(["email settlee:P1 failed notice_address_missing"]);
    expect(readdirSync(join(home, "outbox"))).toEqual(["statement-sent-P1-v1.md"]);
    await reachable(database, "P1", { email: "a@partner.example" });
    await features.notices.resend("failed", "wang");
    expect(await sendAll(features)).toEqual(["sent"]);
    expect(mail.taken[0]?.envelopeTo).toEqual(["a@partner.example"]);
  });

  it("whose mobile number this installation has no key for is told by mail, and that is seen", async () => {
    await reachable(database, "P1", { email: "a@partner.example", mobile: "13900000001" });
    await tellSent(database, "P1");
    const other = `other:${Buffer.alloc(32, 9).toString("base64")}`;
    const features = open({ YUEJIE_KEYS: other, SMS_URL: "http://K:S@127.0.0.1:9/" });
    await deliver(features);
    expect(await sendAll(features)).toEqual(["sent"]);
    expect(await statesOf(database)).toEqual([
      "email settlee:P1 sent",
      "sms settlee:P1 failed cipher_key_unknown",
    ]);
    expect(existsSync(join(home, "outbox"))).toBe(false);
  });

  it("whose address or name would bring others is one recipient, or none", async () => {
    const name = "Evil\r\nBcc: b@partner.example\r\n\r\nX, <c@partner.example>";
    await reachable(database, "P1", { email: "a@partner.example", name });
    await reachable(database, "P2", { email: "a@partner.example,b@partner.example" });
    for (const no of ["P1", "P2"]) {
      const details = {
        ...statementOf(no, { settleeName: name }),
        reason: `x\r\n.\r\nRCPT TO:<b@partner.example>`,
      };
      await tell(
        database,
        { kind: "statement_recalled", about: no, at: noticedAt, details },
        { settlee: no },
      );
    }
    const features = open();
    await deliver(features);
    await sendAll(features);
    expect(await statesOf(database)).toEqual([
      "email settlee:P1 sent",
      "email settlee:P2 failed notice_address_form",
    ]);
    const [taken, ...others] = mail.taken;
    expect(others).toEqual([]);
    expect(taken?.envelopeTo).toEqual(["a@partner.example"]);
    expect(taken?.headers.map(({ key }) => key)).not.toContain("bcc");
    expect(taken?.to).toHaveLength(1);
  });

  it("that wants no reminders gets none, and every duty", async () => {
    await reachable(database, "P1", { email: "a@partner.example" });
    await user(database, "wang", { email: "wang@our.example", roles: ["operator"] });
    await user(database, "li", { email: "li@our.example", roles: ["signer"] });
    const { notices, ...features } = open();
    const choose = (name: string, optedOut: boolean, actor = "wang") =>
      notices.chooseReminders({ name, optedOut, actor });
    expect(await choose("P1", true)).toEqual({
      recipient: "settlee:P1",
      optedOut: true,
      changed: true,
    });
    expect(await choose("settlee:P1", true)).toMatchObject({ changed: false });
    // For oneself without any role, for others not.
    expect(await choose("LI", true, "li")).toMatchObject({ recipient: "user:li" });
    await expect(choose("P1", false, "li")).rejects.toMatchObject({ code: "role_missing" });
    await expect(choose("P9", true)).rejects.toMatchObject({ code: "notice_recipient_unknown" });

    await remind("P1", "1");
    await tellSent(database, "P1");
    const step = { step: 3, holder: "signer", dueSoon: 1, overdue: 0, statementNos: ["S"] };
    const details = { day: "2026-11-07", holder: "signer", steps: [step] };
    await tell(database, { kind: "steps_due", about: "2026-11-07", at: noticedAt, details });
    const all = { notices, ...features };
    await deliver(all);
    expect(await sendAll(all)).toEqual(["sent"]);
    expect(await statesOf(database)).toEqual([
      "email settlee:P1 sent",
      "email settlee:P1 skipped notice_opted_out",
      "email user:li skipped notice_opted_out",
    ]);
    expect(existsSync(join(home, "outbox"))).toBe(false);

    await choose("P1", false);
    await notices.resend({ key: "invoice-reminder-1" }, "wang");
    expect((await sendAll(all)).at(-1)).toBe("sent");
    const reminder = mail.taken.at(-1);
    expect(reminder?.subject).toContain("到期");
    expect(reminder?.headers).toContainEqual(
      expect.objectContaining({
        key: "list-unsubscribe",
        value: "<mailto:settle@our.example?subject=unsubscribe%20settlee%3AP1>",
      }),
    );
    const duty = mail.taken[0];
    expect(duty?.headers.map(({ key }) => key)).not.toContain("list-unsubscribe");
  });

  it("that declines while a reminder waits is spared it", async () => {
    await reachable(database, "P1", { email: "a@partner.example" });
    await remind("P1", "1");
    const features = open();
    await deliver(features);
    await features.notices.chooseReminders({ name: "P1", optedOut: true, actor: "wang" });
    expect(await sendAll(features)).toEqual(["skipped"]);
    expect(mail.taken).toEqual([]);
  });
});

describe("asking again", () => {
  it("sends all of what was sent, knows what it does not know, and leaves what waits", async () => {
    await reachable(database, "P1", { email: "a@partner.example" });
    await tellSent(database, "P1");
    const { notices, ...rest } = open();
    await deliver({ notices, ...rest });
    const key = "statement-sent-P1-v1";
    const codes = async (of: { key: string } | "failed") =>
      (await notices.resend(of, "wang")).refused.map(({ error }) => error.code);
    expect(await codes({ key })).toEqual(["notice_waits"]);
    expect(await codes({ key: "other" })).toEqual(["notice_unknown"]);
    expect(await sendAll({ notices, ...rest })).toEqual(["sent"]);
    expect(await codes("failed")).toEqual([]);
    expect(await codes({ key })).toEqual([]);
    expect(await sendAll({ notices, ...rest })).toEqual(["stale", "sent"]);
    expect(new Set(mail.taken.map((it) => it.messageId)).size).toBe(2);
  });

  it("where no server is set changes nothing and says what is missing", async () => {
    await reachable(database, "P1", { email: "a@partner.example" });
    await tellSent(database, "P1");
    mail.plan = () => ({ rcpt: 550 });
    const features = open();
    await deliver(features);
    expect(await sendAll(features)).toEqual(["failed"]);
    const bare = open({ SMTP_URL: "", MAIL_FROM: "" });
    const { refused } = await bare.notices.resend("failed", "wang");
    expect(refused).toMatchObject([{ error: { code: "notice_channel_unset" } }]);
    expect(await statesOf(database)).toEqual(["email settlee:P1 failed mail_refused"]);
  });
});
