import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Notice } from "../../src/domain/notice.js";
import { deliverNotice, renderNotice } from "../../src/notices/deliver-notice.js";
import { noticeWords } from "../../src/notices/sentences.js";
import { type NoticeMessage, writeNotice } from "../../src/notices/write-notice.js";

const folder = mkdtempSync(join(tmpdir(), "yuejie-notices-"));
afterAll(() => rmSync(folder, { recursive: true }));

const at = new Date("2026-11-03T02:10:00+08:00");
const run = {
  period: "2026-10",
  runId: "12",
  orders: { settled: 6, carried: 2, excluded: 1 },
  statements: 3,
  amount: "1234.50",
  parked: [],
};
const failure = { code: "disk_full", details: { path: "/data" } } as const;
const delivery = { deliveryId: "7", delivery: "final", completes: ["2026-10"] };
const counts = { read: 9, inserted: 5, updated: 1, unchanged: 3, rejected: 0 };
const badRow = {
  at: "orders.csv 17 deal_amount",
  reason: { en: "R-IN1 x", "zh-CN": "R-IN1 不符" },
};

const statement = {
  statementNo: "202610-P00001-B1300F0600-01",
  period: "2026-10",
  settleeNo: "P00001",
  settleeName: "Partner Ltd",
  amount: "1234567.80",
  netAmount: "1164686.60",
  taxAmount: "69881.20",
  serviceFeeRate: "0.06",
};

/** What settlees are told, and staff of statements. */
const ofStatements: readonly Notice[] = [
  { kind: "statement_sent", about: "1", at, details: { ...statement, status: "sent" } },
  { kind: "statement_returned", about: "1", at, details: statement },
  { kind: "statement_recalled", about: "1", at, details: { ...statement, reason: "R" } },
  { kind: "invoice_wanted", about: "1", at, details: { ...statement, dueOn: "2026-12-07" } },
  {
    kind: "invoice_reminder",
    about: "1",
    at,
    details: { ...statement, dueOn: "2026-12-07", stage: "overdue" },
  },
  {
    kind: "invoice_refused",
    about: "1",
    at,
    details: {
      ...statement,
      invoiceNos: ["26442000000000000001"],
      reason: "R",
      dueOn: "2026-12-07",
    },
  },
  {
    kind: "payment_made",
    about: "1",
    at,
    details: { ...statement, paidOn: "2026-12-09", endToEndId: "E1" },
  },
  { kind: "payment_failed", about: "1", at, details: { ...statement, bankReason: "AC01" } },
  { kind: "top_up_wanted", about: "1", at, details: { ...statement, owed: "50.00" } },
  {
    kind: "question_answered",
    about: "1",
    at,
    details: { ...statement, questionId: "1", outcome: "stands", answer: "A" },
  },
  {
    kind: "question_raised",
    about: "1",
    at,
    details: { ...statement, questionId: "1", lineNo: 2, text: "T" },
  },
];

/** One of each kind. */
const notices: readonly Notice[] = [
  { kind: "run_finished", about: "12", at, details: run },
  { kind: "run_parked", about: "12", at, details: { ...run, parked: ["P1", "P2"] } },
  { kind: "run_failed", about: "12", at, details: { period: "2026-10", runId: "12", failure } },
  {
    kind: "facts_missing",
    about: "2026-10",
    at,
    details: { period: "2026-10", waitedUntil: "2026-11-03 18:00", refused: "final" },
  },
  { kind: "run_held", about: "2026-11", at, details: { period: "2026-11", earlier: "2026-10" } },
  { kind: "calendar_missing", about: "2027", at, details: { period: "2026-12", year: 2027 } },
  {
    kind: "delivery_imported",
    about: "7",
    at,
    details: { ...delivery, files: { orders: counts } },
  },
  { kind: "delivery_repeated", about: "7", at, details: { ...delivery, earlier: "first" } },
  {
    kind: "delivery_refused",
    about: "7",
    at,
    details: { ...delivery, failure, badRows: [badRow] },
  },
  { kind: "delivery_delayed", about: "7-disk_full", at, details: { ...delivery, failure } },
  { kind: "inbox_unreadable", about: "2026-11-03", at, details: { failure } },
  { kind: "export_failed", about: "4", at, details: { taskId: "4", kind: "lines", failure } },
  {
    kind: "steps_due",
    about: "2026-12-07",
    at,
    details: {
      day: "2026-12-07",
      holder: null,
      steps: [{ step: 3, holder: "signer", dueSoon: 1, overdue: 2, statementNos: ["S1"] }],
    },
  },
  {
    kind: "bank_answer_conflict",
    about: "E1",
    at,
    details: { file: "a.xml", endToEndId: "E1", what: "W" },
  },
  {
    kind: "run_does_not_verify",
    about: "12-1-1",
    at,
    details: { period: "2026-10", runId: "12", failure },
  },
  ...ofStatements,
];

async function messageOf(notice: Notice): Promise<NoticeMessage> {
  const written: NoticeMessage[] = [];
  await writeNotice({} as never, notice, async (_, { topic, key, payload }) => {
    expect({ topic, key }).toEqual({ topic: "deliver-notice", key: payload.key });
    // As it comes back from the outbox and the queue.
    written.push(JSON.parse(JSON.stringify(payload)));
  });
  return written[0] as NoticeMessage;
}

describe("notices", () => {
  it("have words for every kind in both languages, and each says what, when and which", async () => {
    const kinds = notices.map(({ kind }) => kind).sort();
    expect(kinds).toEqual(Object.keys(noticeWords.en).sort());
    for (const notice of notices) {
      const text = renderNotice(await messageOf(notice));
      const [, front = "", body = ""] = text.split("---\n");
      const facts = Object.fromEntries(
        front
          .trim()
          .split("\n")
          .map((line) => [
            line.slice(0, line.indexOf(":")),
            JSON.parse(line.slice(line.indexOf(":") + 1)),
          ]),
      );
      expect(facts).toMatchObject({
        kind: notice.kind,
        to: "staff",
        at: "2026-11-03T02:10:00+08:00",
        details: notice.details,
      });
      const [chinese = "", english = ""] = body.split("\n# ").filter((part) => part.trim() !== "");
      expect(chinese).toMatch(/[\u4e00-\u9fff]/);
      expect(english).not.toMatch(/[\u4e00-\u9fff]/);
      expect(text).not.toMatch(/undefined|\[object|null年/);
    }
  });

  it("read like this", async () => {
    expect(renderNotice(await messageOf(notices[0] as Notice))).toBe(`---
key: "run-finished-12"
kind: "run_finished"
to: "staff"
locale: "zh-CN"
at: "2026-11-03T02:10:00+08:00"
details: ${JSON.stringify(run)}
---

# 2026-10 出账完成
批次 12：已结算订单 6，往期未结 2，不结算 1；结算单 3 张，共 1234.50 元。
请审核并发送：yuejie approve --period 2026-10

# 2026-10 is settled
Run 12: 6 orders settled, 2 carried, 1 excluded; 3 statements, CNY 1234.50 in all.
Review and send: yuejie approve --period 2026-10
`);
  });

  it("tell amounts that differ from a run that could not be looked at, and neither is a failed run", () => {
    const words = noticeWords.en.run_does_not_verify;
    const about = { period: "2026-10", runId: "12" };
    const details = { period: "2026-10", mismatches: 2 };
    const differing = { ...about, failure: { code: "period_does_not_verify", details } } as const;
    expect(words.subject(differing)).toBe("2026-10 does not verify");
    expect(words.body(differing).join("\n")).toMatch(/^Run 12 ended, .*\nApproving refuses those/);
    const unread = { ...about, failure };
    expect(words.subject(unread)).toBe("2026-10 could not be verified");
    expect(words.body(unread).join("\n")).toContain("yuejie verify --period 2026-10");
  });

  it("are one file however often they are delivered, also at once", async () => {
    const message = await messageOf(notices[6] as Notice);
    const paths = await Promise.all(
      Array.from({ length: 20 }, () => deliverNotice(message, { folder })),
    );
    expect(new Set(paths.map(({ path }) => path)).size).toBe(1);
    expect(readdirSync(folder)).toEqual(["delivery-imported-7.md"]);
    const path = join(folder, "delivery-imported-7.md");
    expect(readFileSync(path, "utf8")).toBe(renderNotice(message));
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("leave nothing half written where the place cannot be written", async () => {
    const message = await messageOf(notices[0] as Notice);
    const wrong = join(folder, "delivery-imported-7.md");
    await expect(deliverNotice(message, { folder: wrong })).rejects.toMatchObject({
      syscall: expect.any(String),
    });
  });

  it("show what a folder's name holds without obeying it", async () => {
    const details = { ...delivery, delivery: "a\n---\nkind: x\u001b[31m", earlier: "b" };
    const message = await messageOf({ kind: "delivery_repeated", about: "8", at, details });
    const lines = renderNotice(message).split("\n");
    expect(lines.filter((line) => line === "---")).toHaveLength(2);
    expect(renderNotice(message)).not.toContain("\u001b[");
  });

  it("have keys that a file system takes, and that differ where they are about different things", async () => {
    const keys = await Promise.all(
      ["a b", "a_b", "a/b", "..", "x".repeat(300), `${"x".repeat(300)}y`].map(async (about) => {
        const message = await messageOf({ ...(notices[0] as Notice), about } as Notice);
        return message.key;
      }),
    );
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key).toMatch(/^run-finished-[A-Za-z0-9._-]{1,110}$/);
  });
});
