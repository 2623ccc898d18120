import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bankCsv, notification, statusReport } from "../support/bank-files.js";

import { type TestDatabase, testDatabase } from "../support/database.js";
import { statusOf, trailOf } from "../support/lifecycle.js";
import {
  certify,
  daysOn,
  importAnswers,
  noticesOf,
  paymentsOf,
  prepare,
  release,
} from "../support/payment.js";
import {
  amount,
  first,
  paid,
  prepareTwo,
  report,
  second,
  standingOf,
  type TwoPayments,
} from "../support/two-payments.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

let disk: TwoPayments["disk"];
let batchNo: string;
let one: string;
let two: string;
beforeEach(async () => {
  ({ disk, batchNo, one, two } = await prepareTwo(database));
  await release(database, batchNo, disk.folder);
});

const take = (content: string | Uint8Array, options = {}) =>
  importAnswers(database, disk.put(content), options);
const standing = () => standingOf(database);
const outcomes = async () =>
  (
    await database.pool.query("select outcome from bank_answer order by outcome, answer_key")
  ).rows.map(({ outcome }) => outcome);

describe("an answer", () => {
  test.each([
    [
      "pain.002.001.03 ACSC",
      (id: string) => statusReport({ version: "03", payments: [{ id, status: "ACSC" }] }),
      "paid",
    ],
    [
      "pain.002.001.10 ACCC",
      (id: string) => statusReport({ payments: [{ id, status: "ACCC", amount }] }),
      "paid",
    ],
    ["pain.002 RJCT", (id: string) => report(id, "RJCT"), "payment_bounced"],
    ["camt.054.001.02 debit", (id: string) => notification([{ id, amount }], "02"), "paid"],
    ["camt.054.001.08 debit", (id: string) => paid(id), "paid"],
    [
      "camt.054 credit",
      (id: string) => notification([{ id, amount, direction: "CRDT" }]),
      "payment_bounced",
    ],
    [
      "camt.054 reversal",
      (id: string) => notification([{ id, amount, reversal: true }], "02"),
      "payment_bounced",
    ],
    [
      "camt.054 return info",
      (id: string) => notification([{ id, amount, returned: "AC04" }]),
      "payment_bounced",
    ],
    ["CSV paid", (id: string) => bankCsv([[id, "成功", amount, "2027-02-06", ""]]), "paid"],
    [
      "CSV returned",
      (id: string) => bankCsv([[id, "退汇", amount, "2027/2/6", "户名不符"]]),
      "payment_bounced",
    ],
    [
      "CSV rejected",
      (id: string) => bankCsv([[id, "失败", amount, "20270206", ""]]),
      "payment_bounced",
    ],
  ])("%s is read by content", async (_, content, status) => {
    const path = content(one);
    expect(await take(path)).toMatchObject({
      applied: [{ statementNo: first, endToEndId: one, status }],
      ...{ repeated: 0, unknown: [], conflicts: [], noted: 0 },
    });
    expect(await standing()).toEqual([status, "paying"]);
    expect(await take(path)).toMatchObject({ applied: [], repeated: 1, conflicts: [] });
    expect(await standing()).toEqual([status, "paying"]);
  });

  test.each(["RCVD", "ACTC", "ACCP", "ACSP", "ACWC", "PDNG", "ACFC", "XYZ9"])(
    "%s is noted only",
    async (status) => {
      expect(await take(report(one, status))).toMatchObject({ applied: [], noted: 1 });
      expect(await standing()).toEqual(["paying", "paying"]);
      expect(await outcomes()).toEqual(["noted"]);
    },
  );

  test("tells the settlee, with the day and the bank's reason, and no account of anybody", async () => {
    const text = "账号6222000000000001户名不符";
    await take(paid(two));
    await take(statusReport({ payments: [{ id: one, status: "RJCT", reason: "BE01", text }] }));
    const [row] = await paymentsOf(database);
    expect(row).toMatchObject({
      ...{ state: "bounced", reason: "BE01 账号****0001户名不符", endedBy: "preparer" },
    });
    expect(await noticesOf(database, "payment_made")).toHaveLength(1);
    expect(await noticesOf(database, "payment_failed")).toHaveLength(1);
    const { rows } = await database.pool.query(
      `select payload->>'to' as "to", payload->'details' as details from outbox
       where topic = 'deliver-notice' and payload->>'kind' in ('payment_made', 'payment_failed') order by 1`,
    );
    expect(rows).toMatchObject([
      {
        to: "settlee:P1",
        details: { statementNo: first, bankReason: "BE01 账号****0001户名不符" },
      },
      { to: "settlee:P2", details: { statementNo: second, paidOn: "2027-02-06", endToEndId: two } },
    ]);
    expect((await trailOf(database, first)).at(-1)).toBe(
      "bounce_payment: paying → payment_bounced by preparer",
    );
  });

  test("about a group rejects all of it that has no word of its own", async () => {
    const payments = [{ id: two, status: "ACSC" }];
    const { applied } = await take(
      statusReport({ batchNo, group: "RJCT", reason: "AM10", payments }),
    );
    expect(applied).toEqual([
      { statementNo: second, endToEndId: two, status: "paid" },
      { statementNo: first, endToEndId: one, status: "payment_bounced" },
    ]);
    const [row] = await paymentsOf(database);
    expect(row?.reason).toBe("AM10");
  });

  test("that rejects without naming any payment rejects all; an unknown group is told", async () => {
    expect(await take(statusReport({ batchNo, group: "RJCT" }))).toMatchObject({ noted: 0 });
    expect(await standing()).toEqual(["payment_bounced", "payment_bounced"]);
    const { unknown } = await take(statusReport({ batchNo: "YJ20270101-ABCDEFGH", group: "RJCT" }));
    expect(unknown).toMatchObject([{ endToEndId: "YJ20270101-ABCDEFGH" }]);
  });

  test("for a batch booked as one sum is for each of its payments, if the sum is right", async () => {
    const wrong = await take(notification([{ amount: "187.63", batchNo }]));
    expect(wrong.conflicts).toMatchObject([{ endToEndId: batchNo, conflict: "batch_amount" }]);
    expect(await standing()).toEqual(["paying", "paying"]);
    await take(notification([{ amount: "187.62", batchNo }]));
    expect(await standing()).toEqual(["paid", "paid"]);
  });
});

describe("what does not fit changes nothing", () => {
  test.each([
    ["another amount", (id: string) => notification([{ id, amount: "93.80" }]), "amount"],
    [
      "another currency",
      (id: string) => notification([{ id, amount, currency: "USD" }]),
      "currency",
    ],
    [
      "an amount in CSV",
      (id: string) => bankCsv([[id, "paid", '"9,381.00"', "2027-02-06", ""]]),
      "amount",
    ],
  ])("%s", async (_, content, conflict) => {
    const file = content(one);
    for (const time of [1, 2]) {
      const { applied, conflicts } = await take(file);
      expect({ time, applied, conflicts }).toMatchObject({
        ...{ applied: [], conflicts: [{ endToEndId: one, statementNo: first, conflict }] },
      });
    }
    expect(await standing()).toEqual(["paying", "paying"]);
    expect(await outcomes()).toEqual(["conflict"]);
    expect(await noticesOf(database, "bank_answer_conflict")).toHaveLength(1);
  });

  test("unknown payments: ours wake staff, others' are only listed", async () => {
    const ours = "YJ20270101-ABCDEFGH-000001";
    const file = notification([
      { id: ours, amount: "1.00" },
      { id: "RENT-2027-02", amount: "2.00" },
      { amount: "3.00" },
      { amount: "4.00", returned: "AC01", direction: "CRDT" },
      { id: "NOTPROVIDED", amount: "5.00", status: "PDNG" },
    ]);
    const { unknown, noted } = await take(file);
    expect(unknown.map(({ endToEndId }) => endToEndId)).toEqual([ours, "RENT-2027-02", null]);
    expect(noted).toBe(2);
    expect(await noticesOf(database, "bank_answer_conflict")).toHaveLength(2);
  });

  test("an answer to what was never released, or withdrawn", async () => {
    await take(report(one, "RJCT"));
    await certify(database, "P1", daysOn(4));
    const again = await prepare(database, [first], { now: daysOn(5) });
    const three = `${again.batchNo}-000001`;
    expect((await take(paid(three))).conflicts).toMatchObject([{ conflict: "not_released" }]);
    await certify(database, "P1", daysOn(5), "changing");
    await release(database, again.batchNo, disk.folder);
    expect((await take(paid(three))).conflicts).toMatchObject([{ conflict: "withdrawn" }]);
    expect(await statusOf(database, first)).toBe("payment_bounced");
  });

  test.each([
    ["an open tag", "<Document><a></Document>", "xml_unreadable"],
    ["a document type", '<!DOCTYPE d [<!ENTITY x "y">]><d>&x;</d>', "xml_has_doctype"],
    ["garbage", "hello", "bank_file_unknown"],
    ["nothing", "", "bank_file_unknown"],
    ["bytes", new Uint8Array([0xff, 0xfe, 0x00, 0xff, 0xff]), "bank_file_not_text"],
    ["another version", statusReport({ version: "09", group: "RJCT" }), "bank_file_unknown"],
    ["another message", "<Document xmlns='urn:x'><Other/></Document>", "bank_file_unknown"],
    ["a bad time", statusReport({ at: "yesterday", group: "RJCT" }), "bank_file_value"],
    ["a bad amount", notification([{ id: "X", amount: "1e3" }]), "bank_file_value"],
    ["a bad day", bankCsv([["X", "paid", "1.00", "2027-02-30", ""]]), "bank_file_value"],
    ["a bad word", bankCsv([["X", "perhaps", "1.00", "2027-02-03", ""]]), "bank_file_value"],
    [
      "an open quotation mark",
      bankCsv([["X", '"paid', "1.00", "2027-02-03", ""]]),
      "csv_quote_open",
    ],
  ])("a file with %s is refused as a whole", async (_, content, code) => {
    const good = typeof content === "string" && content.includes("<Ntry>");
    const file = good
      ? notification([
          { id: one, amount },
          { id: "X", amount: "1e3" },
        ])
      : content;
    await expect(take(file)).rejects.toMatchObject({ code, kind: "input" });
    expect(await outcomes()).toEqual([]);
    expect(await standing()).toEqual(["paying", "paying"]);
  });
});
