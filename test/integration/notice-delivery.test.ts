import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Features } from "../../src/features.js";
import {
  copiesOf,
  noticedAt,
  reachable,
  settingsFile,
  statementOf,
  statesOf,
  tell,
  tellSent,
  user,
  yuejieKeys,
} from "../support/notices.js";
import { type QueueHome, queueHome, queueKinds } from "../support/queue.js";
import { until } from "../support/queue-work.js";
import { signedSmsGateway, type TestSmsGateway } from "../support/sms-gateway.js";
import { type TestMailServer, testMailServer } from "../support/smtp.js";
import { type Machine, machine } from "../support/worker.js";

const run = {
  period: "2026-10",
  runId: "12",
  orders: { settled: 6, carried: 2, excluded: 1 },
  statements: 3,
  amount: "1234.50",
  parked: [],
};

describe.each(queueKinds)("notices, through a queue on %s", (kind) => {
  let home: QueueHome;
  let mail: TestMailServer;
  let sms: TestSmsGateway;
  let settings: ReturnType<typeof settingsFile>;
  let machines: Machine[];

  beforeEach(async () => {
    machines = [];
    settings = settingsFile({ staffEmails: ["desk@our.example"], mostPerHour: 1_000 });
    [home, mail, sms] = await Promise.all([
      queueHome(kind),
      testMailServer(),
      signedSmsGateway({ key: "K", secret: "S" }),
    ]);
  });
  afterEach(async () => {
    await Promise.all(machines.map((it) => it.stop()));
    await Promise.all([home.close(), mail.stop(), sms.stop()]);
    settings.remove();
  });

  function start(environment: Record<string, string> = {}): Machine {
    const started = machine(home, {
      YUEJIE_KEYS: yuejieKeys,
      YUEJIE_SETTINGS: settings.path,
      SMTP_URL: mail.url,
      MAIL_FROM: "月结 <settle@our.example>",
      SMS_URL: `http://K:S@${sms.host}/send`,
      ...environment,
    });
    machines.push(started);
    started.start("worker");
    return started;
  }

  const isQuiet = async (): Promise<boolean> =>
    (await home.database.pool.query("select from outbox where state <> 'done'")).rows.length === 0;
  const quiet = () => until("every notice is done with", isQuiet);

  it("go to a settlee by e-mail and SMS, in its language, once each, doubled or not", async () => {
    await reachable(home.database, "P1", { email: "a@partner.example", mobile: "13900000001" });
    const english = { email: "b@partner.example", mobile: "+447700900123", locale: "en" } as const;
    await reachable(home.database, "P2", english);
    await reachable(home.database, "P3", { mobile: "13900000003" });
    for (const no of ["P1", "P2", "P3", "P1"]) await tellSent(home.database, no);
    const one = start();
    start();
    await quiet();
    const message = (
      await home.database.pool.query("select payload from outbox where topic = 'deliver-notice'")
    ).rows[0].payload;
    await Promise.all([1, 2, 3, 4].map(() => one.features.notices.deliver(message)));
    await quiet();

    expect(mail.taken.map((it) => [it.envelopeTo, it.subject]).sort()).toEqual([
      [["a@partner.example"], "2026-10 结算单 202610-P1-B1300F0600-01 已发送"],
      [["b@partner.example"], "2026-10: statement 202610-P2-B1300F0600-01 was sent"],
    ]);
    const chinese = mail.taken.find((it) => it.envelopeTo[0] === "a@partner.example");
    expect(chinese).toMatchObject({
      from: { name: "月结", address: "settle@our.example" },
      to: [{ name: "伙伴 P1", address: "a@partner.example" }],
    });
    expect(chinese?.text).toMatch(/^2026-10 结算单[\s\S]*12,345\.60[\s\S]*--------[\s\S]*was sent/);
    expect(chinese?.html).toContain(">12,345.60</td>");
    expect(chinese?.messageId).toMatch(/^<statement-sent-P1-v1\.[0-9a-f]{12}\.1@our\.example>$/);
    expect(sms.taken.map(({ to, text }) => [to, text]).sort()).toEqual([
      [
        "+447700900123",
        "Statement 202610-P2-B1300F0600-01 was sent: CNY 12,345.60. See e-mail or console.",
      ],
      [
        "+8613900000001",
        "结算单202610-P1-B1300F0600-01已发送，金额12,345.60元，详见邮件或结算平台。",
      ],
      [
        "+8613900000003",
        "结算单202610-P3-B1300F0600-01已发送，金额12,345.60元，详见邮件或结算平台。",
      ],
    ]);
    expect(await statesOf(home.database)).toEqual([
      "email settlee:P1 sent",
      "email settlee:P2 sent",
      "sms settlee:P1 sent",
      "sms settlee:P2 sent",
      "sms settlee:P3 sent",
    ]);
    const masked = (await copiesOf(home.database)).map((it) => it.address_masked).sort();
    expect(masked).toEqual([
      "+4477****0123",
      "139****0001",
      "139****0003",
      "a***@partner.example",
      "b***@partner.example",
    ]);
    // Nobody was left untold, so nothing is kept as a file.
    for (const { home: folder } of machines) expect(existsSync(join(folder, "outbox"))).toBe(false);
    const { rows } = await home.database.pool.query(
      "select string_agg(d::text, ' ') as all_text from notice_delivery d",
    );
    expect(rows[0].all_text).not.toMatch(/3900000001|7700900123/);
  });

  it("go to staff whose turn it is, and to the addresses of the settings, once an address", async () => {
    await user(home.database, "wang", { email: "wang@our.example", roles: ["operator", "admin"] });
    await user(home.database, "ann", {
      email: "ann@our.example",
      roles: ["reviewer"],
      locale: "en",
    });
    await user(home.database, "desk", { email: "DESK@our.example", roles: ["operator"] });
    await user(home.database, "li", { email: "li@our.example", roles: ["signer"] });
    await user(home.database, "mute", { email: null, roles: ["operator"] });
    await tell(home.database, { kind: "run_finished", about: "12", at: noticedAt, details: run });
    start();
    await quiet();
    expect(mail.taken.map((it) => [it.envelopeTo[0], it.subject]).sort()).toEqual([
      ["DESK@our.example", "2026-10 出账完成"],
      ["ann@our.example", "2026-10 is settled"],
      ["wang@our.example", "2026-10 出账完成"],
    ]);
    expect(await statesOf(home.database)).toEqual([
      "email user:ann sent",
      "email user:desk sent",
      "email user:wang sent",
    ]);
    expect(sms.taken).toEqual([]);
  });

  it("of steps go to each holder's own, and all of them to the addresses of the settings", async () => {
    await user(home.database, "ann", { email: "ann@our.example", roles: ["reviewer"] });
    await user(home.database, "li", { email: "li@our.example", roles: ["signer"] });
    const step = { step: 3, dueSoon: 1, overdue: 0, statementNos: ["S"] };
    // li signs for 财务部.
    for (const holder of [null, "reviewer", "signer:业务部", "signer:财务部"]) {
      const details = { day: "2026-11-07", holder, steps: [{ ...step, holder: holder ?? "all" }] };
      const about = `2026-11-07-${holder}`;
      await tell(home.database, { kind: "steps_due", about, at: noticedAt, details });
    }
    start();
    await quiet();
    const { rows } = await home.database.pool.query(
      `select n.details->>'holder' as holder, coalesce(string_agg(split_part(d.recipient, ':', 1)
         || case when d.recipient like 'user:%' then substr(d.recipient, 5) else '' end, ' '), '') as told
       from notice n left join notice_delivery d using (notice_key) group by 1 order by 1 nulls first`,
    );
    expect(rows.map(({ holder, told }) => `${holder}: ${told}`).sort()).toEqual([
      "null: address",
      "reviewer: user:ann",
      "signer:业务部: ",
      "signer:财务部: user:li",
    ]);
  });

  it("are files where there is no server, that say to whom they would have gone", async () => {
    await reachable(home.database, "P1", { email: "a@partner.example", mobile: "13900000001" });
    await tellSent(home.database, "P1");
    await tell(home.database, { kind: "run_finished", about: "12", at: noticedAt, details: run });
    const { home: folder } = start({ SMTP_URL: "", SMS_URL: "" });
    await quiet();
    const files = readdirSync(join(folder, "outbox")).sort();
    expect(files).toEqual(["run-finished-12.md", "statement-sent-P1-v1.md"]);
    const text = readFileSync(join(folder, "outbox", "statement-sent-P1-v1.md"), "utf8");
    expect(text).toContain(
      'recipients: [{"channel":"email","recipient":"settlee:P1","address":"a***@partner.example"},' +
        '{"channel":"sms","recipient":"settlee:P1","address":"139****0001"}]',
    );
    expect(text).toContain("12,345.60");
    expect(await statesOf(home.database)).toEqual([
      expect.stringMatching(/^email address:[0-9a-f]{24} skipped notice_channel_unset$/),
      "email settlee:P1 skipped notice_channel_unset",
      "sms settlee:P1 skipped notice_channel_unset",
    ]);
    expect([...mail.taken, ...sms.taken]).toEqual([]);
  });

  it("go by the channel that there is; the other's copy says why it did not", async () => {
    await reachable(home.database, "P1", { email: "a@partner.example", mobile: "13900000001" });
    await reachable(home.database, "P2", { mobile: "13900000002" });
    await tellSent(home.database, "P1");
    await tellSent(home.database, "P2");
    const { home: folder } = start({ SMS_URL: "" });
    await quiet();
    expect(await statesOf(home.database)).toEqual([
      "email settlee:P1 sent",
      "sms settlee:P1 skipped notice_channel_unset",
      "sms settlee:P2 skipped notice_channel_unset",
    ]);
    // P1 was told; of P2 somebody has to hear.
    expect(readdirSync(join(folder, "outbox"))).toEqual(["statement-sent-P2-v1.md"]);
  });

  it("in a burst of 200 all arrive, once each, whatever the server refuses now and then", async () => {
    const numbers = Array.from({ length: 200 }, (_, index) => `P${index + 1}`);
    for (const no of numbers) {
      await reachable(home.database, no, { email: `${no.toLowerCase()}@partner.example` });
    }
    let asked = 0;
    mail.plan = () => {
      asked += 1;
      return asked % 25 === 0 ? { rcpt: 451 } : {};
    };
    for (const no of numbers) await tellSent(home.database, no);
    start();
    start();
    await until("all are sent", async () => mail.taken.length >= 200 && (await isQuiet()), 90_000);
    expect(new Set(mail.taken.map((it) => it.messageId)).size).toBe(200);
    expect(mail.taken).toHaveLength(200);
    expect(mail.taken.map((it) => it.envelopeTo.join()).sort()).toEqual(
      numbers.map((no) => `${no.toLowerCase()}@partner.example`).sort(),
    );
    const copies = await copiesOf(home.database);
    expect(copies.filter(({ state }) => state === "sent")).toHaveLength(200);
    expect(copies.some(({ attempts }) => attempts > 1)).toBe(true);
  }, 120_000);

  it("wait while the server is away, and go when it is back; others are not kept waiting", async () => {
    await reachable(home.database, "P1", { email: "a@partner.example", mobile: "13900000001" });
    mail.plan = () => ({ rcpt: 421 });
    await tellSent(home.database, "P1");
    const { told } = start();
    await until("the other channel has sent", () => sms.taken.length === 1);
    await until("the mail was put off", () =>
      told.some((line) => line.includes("mail_put_off") && line.includes("send-notice")),
    );
    expect(await statesOf(home.database)).toEqual([
      "email settlee:P1 waiting mail_put_off",
      "sms settlee:P1 sent",
    ]);
    expect(told.join("\n")).not.toMatch(/partner\.example|13900000001/);
    mail.plan = () => ({});
    await quiet();
    expect(await statesOf(home.database)).toEqual(["email settlee:P1 sent", "sms settlee:P1 sent"]);
  });

  it("that cannot be delivered are refused one by one: the rest arrives", async () => {
    await reachable(home.database, "P1", { email: "gone@partner.example", mobile: "13900000001" });
    await reachable(home.database, "P2", { email: "b@partner.example" });
    mail.plan = (to) => (to.startsWith("gone") ? { rcpt: 550 } : {});
    await tellSent(home.database, "P1");
    await tellSent(home.database, "P2");
    const { features } = start();
    await quiet();
    expect(await statesOf(home.database)).toEqual([
      "email settlee:P1 failed mail_refused",
      "email settlee:P2 sent",
      "sms settlee:P1 sent",
    ]);
    const failed = await listed(features, { failed: true });
    expect(failed).toMatchObject([
      {
        key: "statement-sent-P1-v1",
        recipient: "P1",
        address: "g***@partner.example",
        statementNo: statementOf("P1").statementNo,
        code: "mail_refused",
      },
    ]);
    expect(failed[0]?.messageIn("en")).toContain("yuejie notices --resend statement-sent-P1-v1");

    // The address is corrected, and the notice is asked for again: only what failed goes.
    await reachable(home.database, "P1", { email: "new@partner.example", mobile: "13900000001" });
    expect(await features.notices.resend("failed", "wang")).toEqual({
      resent: ["statement-sent-P1-v1"],
      refused: [],
    });
    await quiet();
    expect(mail.taken.map((it) => it.envelopeTo[0])).toEqual([
      "b@partner.example",
      "new@partner.example",
    ]);
    expect(sms.taken).toHaveLength(1);
  });
});

async function listed(features: Features, filter: Parameters<Features["notices"]["list"]>[0]) {
  const rows = [];
  for await (const row of features.notices.list(filter)) rows.push(row);
  return rows;
}
