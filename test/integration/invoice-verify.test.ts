import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseInvoiceEntry } from "../../src/domain/invoice.js";
import { readInvoiceFile } from "../../src/lifecycle/invoice/read-invoice-file.js";
import type { Submission } from "../../src/lifecycle/invoice/submit.js";

import { type TestDatabase, testDatabase } from "../support/database.js";

import {
  countersignedMonth,
  fileOf,
  type InvoiceText,
  invoiceXml,
  invoicing,
} from "../support/invoices.js";
import { lifecycle, refusals, statusOf, trailOf } from "../support/lifecycle.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const p1 = "202610-P1-B1300F0600-01";
const p2 = "202610-P2-B1300F0600-01";
beforeEach(async () => {
  await countersignedMonth(database);
  await invoicing.request(database, "2026-10");
});

const whole = { net: "88.50", tax: "5.31", total: "93.81" };
function xml(...texts: InvoiceText[]): Submission {
  const files = texts.map((text) => readInvoiceFile(fileOf(invoiceXml({ ...whole, ...text }))));
  return { medium: "electronic", files };
}

/** P2's own, right in every point. */
const ofP2: InvoiceText = {
  ...{ number: "26440000000000000028", seller: "伙伴 P2", sellerTaxNo: "91440300MA5SELLER2" },
  additional: `<Remark>${p2} 2026年10月</Remark>`,
};

function paper(...entries: string[]): Submission {
  return { medium: "paper", invoices: entries.map(parseInvoiceEntry), trackingNo: "SF1" };
}

async function invoicesOf(statementNo: string): Promise<string[]> {
  const { rows } = await database.pool.query(
    `select submission_no, invoice_no, state, reason, decided_by from invoice
     where statement_no = $1 order by submission_no, invoice_no`,
    [statementNo],
  );
  return rows.map(
    (row) => `${row.submission_no} ${row.invoice_no} ${row.state} by ${row.decided_by}`,
  );
}

/** The last entries of the record. */
async function lastOf(statementNo: string, count = 1): Promise<string[]> {
  return (await trailOf(database, statementNo)).slice(-count);
}

async function lastDetails(statementNo: string): Promise<Record<string, unknown> | undefined> {
  return (await lifecycle.history(database, statementNo)).entries.at(-1)?.details;
}

async function refusalNotices(): Promise<string[]> {
  const { rows } = await database.pool.query(
    "select payload::text as payload from outbox where payload::text like '%invoice_refused%' order by 1",
  );
  return rows.map((row) => row.payload);
}

const number = "26440000000000000018";

describe("acceptance (step 6)", () => {
  test("of electronic invoices that are right, a whole period at once; what is wrong is told", async () => {
    await invoicing.submit(database, p1, xml({}));
    await invoicing.submit(database, p2, xml({ ...ofP2, net: "88.51", total: "93.82" }));
    const { done, refused } = await invoicing.accept(database, "2026-10");
    expect(done).toEqual([{ statementNo: p1, status: "invoice_verified" }]);
    expect(
      refused.map(({ statementNo, rule, error }) => [statementNo, rule, error.message]),
    ).toEqual([[p2, "R-W8", expect.stringContaining("amount: should be 93.81, is 93.82")]]);
    expect(await lastOf(p1)).toEqual([
      "accept_invoice: invoice_received → invoice_verified by finance",
    ]);
    expect(await lastDetails(p1)).toEqual({
      ...{ submissionNo: 1, invoiceNos: [number], checkedByEye: [] },
    });
    expect(await lastOf(p2)).toEqual([
      "submit_invoice: invoice_requested → invoice_received by partner",
    ]);
    expect(await invoicesOf(p1)).toEqual([`1 ${number} accepted by finance`]);
  });

  test("of paper asks for eyes, and the record says which points they answer for", async () => {
    await invoicing.submit(
      database,
      p1,
      paper("440019113012345678,2026-11-20,88.50,5.31,93.81,0.06"),
    );
    await invoicing.receive(database, [p1]);
    expect(refusals(await invoicing.accept(database, [p1]))).toEqual([
      `${p1} R-W8 invoice_unchecked`,
    ]);
    expect(await statusOf(database, p1)).toBe("invoice_received");
    expect((await invoicing.accept(database, [p1], { checked: true })).done).toHaveLength(1);
    expect((await lastDetails(p1))?.checkedByEye).toEqual([
      ...["kind", "item", "sellerName", "sellerTaxNo", "buyerName", "buyerTaxNo", "remarks"],
    ]);
  });

  test("eyes do not make right what is wrong", async () => {
    await invoicing.submit(
      database,
      p1,
      paper("440019113012345678,2026-11-20,88.50,5.32,93.82,0.06"),
    );
    await invoicing.receive(database, [p1]);
    expect(refusals(await invoicing.accept(database, [p1], { checked: true }))).toEqual([
      `${p1} R-W8 invoice_wrong`,
    ]);
  });

  test("two invoices that add up make one statement", async () => {
    const parts = [
      { net: "50.00", tax: "3.00", total: "53.00" },
      { number: "26440000000000000019", net: "38.50", tax: "2.31", total: "40.81" },
    ];
    await invoicing.submit(database, p1, xml(...parts));
    expect((await invoicing.accept(database, [p1])).done).toHaveLength(1);
    expect(await invoicesOf(p1)).toEqual([
      `1 ${number} accepted by finance`,
      "1 26440000000000000019 accepted by finance",
    ]);
  });

  test("twice, by two at once, or against a refusal at once: one word stands", async () => {
    await invoicing.submit(database, p1, xml({}));
    const words = await Promise.all([
      invoicing.accept(database, [p1]),
      invoicing.accept(database, [p1], { actor: "finance-2" }),
      invoicing.refuse(database, [p1], { reason: "寄错" }),
    ]);
    const done = words.flatMap((it) => it.done);
    const status = await statusOf(database, p1);
    const refused = done.some((it) => it.status === "invoice_requested");
    expect(done.length).toBe(1);
    expect(status).toBe(refused ? "invoice_requested" : "invoice_verified");
    expect(words.flatMap(refusals)).toEqual(Array(2).fill(`${p1} R-W8 transition_impossible`));
    expect(await lastOf(p1, 2)).toHaveLength(2);
    expect((await invoicesOf(p1)).length).toBe(1);
  });

  test("waits for business info that lapses in between (R-W5)", async () => {
    await invoicing.submit(database, p1, xml({}));
    await database.pool.query(
      "update partner set business_info = 'changing' where partner_no = 'P1'",
    );
    expect(refusals(await invoicing.accept(database, [p1]))).toEqual([
      `${p1} R-W5 settlee_not_certified`,
    ]);
    expect(refusals(await invoicing.refuse(database, [p1], { reason: "x" }))).toEqual([
      `${p1} R-W5 settlee_not_certified`,
    ]);
    expect([await statusOf(database, p1), await invoicesOf(p1)]).toEqual([
      "invoice_received",
      [`1 ${number} submitted by null`],
    ]);
  });

  test("is held by the database: nothing is verified by invoices that do not make it up", async () => {
    await invoicing.submit(database, p1, xml({}));
    const attack = `insert into transition (statement_no, event, from_status, to_status, actor, at, details)
      values ('${p1}', 'accept_invoice', 'invoice_received', 'invoice_verified', 'x', now(), '{}')`;
    await expect(database.pool.query(attack)).rejects.toThrow(/R-W8/);
  });

  test("shown, it changes nothing", async () => {
    await invoicing.submit(database, p1, xml({}));
    const before = await trailOf(database, p1);
    const { done, refused } = await invoicing.show(database, [p1, p2]);
    expect(done.map((it) => [it.statementNo, it.standing, it.points.length])).toEqual([
      [p1, "right", 14],
    ]);
    expect(refused.map((it) => it.error.code)).toEqual(["invoice_missing"]);
    expect(await trailOf(database, p1)).toEqual(before);
  });
});

describe("a refusal", () => {
  test("says the points that are wrong, and by when it is issued again: what is left of the month", async () => {
    await invoicing.submit(database, p1, xml({ rate: "0.03", issuedAt: "2026-11-19" }));
    const { done } = await invoicing.refuse(database, [p1], {
      now: new Date("2026-11-25T10:00+08:00"),
    });
    expect(done).toEqual([{ statementNo: p1, status: "invoice_requested" }]);
    expect(await lastDetails(p1)).toEqual({
      ...{ submissionNo: 1, invoiceNos: [number], dueOn: "2026-12-21" },
    });
    const reason =
      `开票日期（发票 ${number}）应为 2026-11-20/2026-11-25，实为 2026-11-19；` +
      `税率（发票 ${number}）应为 0.06，实为 0.03`;
    const { entries } = await lifecycle.history(database, p1);
    expect(entries.at(-1)).toMatchObject({
      event: "refuse_invoice",
      reason: expect.stringContaining(reason),
    });
    const [notice] = await refusalNotices();
    for (const part of [number, "2026-12-21", reason]) expect(notice).toContain(part);
  });

  test("late in the month leaves five working days; each refusal is told anew", async () => {
    await invoicing.submit(database, p1, xml({ item: "*硬件*服务器" }));
    await invoicing.refuse(database, [p1], { now: new Date("2026-12-18T10:00+08:00") });
    expect((await lastDetails(p1))?.dueOn).toBe("2026-12-25");
    const again = { item: "*硬件*服务器", number: "26440000000000000019" };
    await invoicing.submit(database, p1, xml(again));
    await invoicing.refuse(database, [p1], { now: new Date("2026-12-21T10:00+08:00") });
    expect(await lastDetails(p1)).toMatchObject({ submissionNo: 2, dueOn: "2026-12-28" });
    expect(await refusalNotices()).toHaveLength(2);
    expect(await invoicesOf(p1)).toEqual([
      `1 ${number} refused by finance`,
      "2 26440000000000000019 refused by finance",
    ]);
  });

  test("needs a reason where nothing is wrong (R-W3), and a calendar (R-W1)", async () => {
    await invoicing.submit(database, p1, xml({}));
    expect(refusals(await invoicing.refuse(database, [p1]))).toEqual([`${p1} R-W3 reason_missing`]);
    const late = { reason: "寄错", now: new Date("2026-12-28T10:00+08:00") };
    expect(refusals(await invoicing.refuse(database, [p1], late))).toEqual([
      `${p1} R-W1 calendar_year_missing`,
    ]);
    expect([await statusOf(database, p1), await invoicesOf(p1), await refusalNotices()]).toEqual([
      "invoice_received",
      [`1 ${number} submitted by null`],
      [],
    ]);
  });

  test("may come while paper is on its way; then it can neither be received nor accepted", async () => {
    await invoicing.submit(database, p1, paper("440019113012345678,2026-11-20,88.50,5.31,93.81"));
    await invoicing.refuse(database, [p1], { reason: "未收到" });
    expect(refusals(await invoicing.receive(database, [p1]))).toHaveLength(1);
    expect(refusals(await invoicing.refuse(database, [p1], { reason: "未收到" }))).toEqual([
      `${p1} R-W8 transition_impossible`,
    ]);
    expect(await lastOf(p1)).toEqual([
      "refuse_invoice: invoice_submitted → invoice_requested by finance",
    ]);
  });
});

describe("an accepted invoice is returned", () => {
  beforeEach(async () => {
    await invoicing.submit(database, p1, xml({}));
    await invoicing.accept(database, [p1]);
  });

  const id = "YJ20261120-00000001-1";
  async function prepare(): Promise<void> {
    await database.pool.query(
      `insert into payment_batch (batch_no, prepared_by, prepared_at, wanted_on)
       values ('YJ20261120-00000001', 'finance', now(), '2026-11-21')`,
    );
    await database.pool.query(
      `insert into payment_attempt (end_to_end_id, batch_no, place_no, statement_no, version, settlee_no, period,
         amount, creditor_name, creditor_account_cipher, creditor_account_hash, creditor_bank_code)
       values ($1, 'YJ20261120-00000001', 1, $2, 1, 'P1', '2026-10', 93.81, 'P1', 'c', 'h', '102584000002')`,
      [id, p1],
    );
  }

  async function attempt(): Promise<string> {
    const { rows } = await database.pool.query("select state, reason from payment_attempt");
    return `${rows[0]?.state} ${rows[0]?.reason}`;
  }

  test("with what was prepared to pay it, in one", async () => {
    await prepare();
    const { done } = await invoicing.giveBack(database, [p1]);
    expect(done).toEqual([{ statementNo: p1, status: "invoice_requested" }]);
    expect(await lastOf(p1)).toEqual([
      "return_invoice: invoice_verified → invoice_requested by finance",
    ]);
    expect(await lastDetails(p1)).toMatchObject({ submissionNo: 1, withdrawn: id });
    expect([await attempt(), await invoicesOf(p1)]).toEqual([
      "withdrawn 抬头有误",
      [`1 ${number} returned by finance`],
    ]);
    expect(await refusalNotices()).toHaveLength(1);
    // The same invoice may be given once more, for the same statement.
    await invoicing.submit(database, p1, xml({}));
    expect((await invoicing.accept(database, [p1])).done).toHaveLength(1);
  });

  test("twice at once it is returned once", async () => {
    await prepare();
    const both = await Promise.all([
      invoicing.giveBack(database, [p1]),
      invoicing.giveBack(database, [p1], { actor: "finance-2" }),
    ]);
    expect(both.flatMap((it) => it.done)).toHaveLength(1);
    expect(both.flatMap(refusals)).toEqual([`${p1} R-W8 transition_impossible`]);
    expect(await refusalNotices()).toHaveLength(1);
  });

  test("not once its payment is released, whose file may be with the bank", async () => {
    await prepare();
    await database.pool.query(
      `update payment_batch set released_by = 'releaser', released_at = now(), execution_date = '2026-11-21',
         payment_count = 1, control_sum = 93.81, debtor_name = 'x', debtor_account_cipher = 'x',
         debtor_bank_code = '102584000002', file_format = 'csv', file_sha256 = '\\x00'`,
    );
    await database.pool.query("update payment_attempt set state = 'released'");
    expect((await invoicing.giveBack(database, [p1])).refused.map((it) => it.error.code)).toEqual([
      "payment_released",
    ]);
    expect([await statusOf(database, p1), await invoicesOf(p1)]).toEqual([
      "invoice_verified",
      [`1 ${number} accepted by finance`],
    ]);
  });

  test("without a reason not at all (R-W3)", async () => {
    await expect(invoicing.giveBack(database, [p1], { reason: " " })).rejects.toMatchObject({
      code: "reason_missing",
    });
  });
});
