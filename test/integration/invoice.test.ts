import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseInvoiceEntry } from "../../src/domain/invoice.js";
import { createCalendar } from "../../src/domain/working-days.js";
import { readInvoiceFile } from "../../src/lifecycle/invoice/read-invoice-file.js";
import type { Submission } from "../../src/lifecycle/invoice/submit.js";

import { type TestDatabase, testDatabase } from "../support/database.js";
import { approve, run } from "../support/engine.js";
import {
  countersignedMonth,
  fileOf,
  type InvoiceText,
  invoiceXml,
  invoicing,
} from "../support/invoices.js";
import { lifecycle, refusals, statusOf, trailOf } from "../support/lifecycle.js";
import { loadFacts } from "../support/load-facts.js";
import { partner, sale } from "../support/story.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const p1 = "202610-P1-B1300F0600-01";
const p2 = "202610-P2-B1300F0600-01";
beforeEach(async () => {
  await countersignedMonth(database);
});

function paper(
  number = "440019113012345678",
  sums = "88.50,5.31,93.81",
  trackingNo = "SF1",
): Submission {
  return { medium: "paper", invoices: [parseInvoiceEntry(entryOf(number, sums))], trackingNo };
}

function entryOf(number: string, sums = "88.50,5.31,93.81"): string {
  return `${number},2026-11-20,${sums},0.06`;
}

const whole = { net: "88.50", tax: "5.31", total: "93.81" };
function xml(...texts: InvoiceText[]): Submission {
  const files = texts.map((text) => readInvoiceFile(fileOf(invoiceXml({ ...whole, ...text }))));
  return { medium: "electronic", files };
}

async function invoicesOf(statementNo: string): Promise<string[]> {
  const { rows } = await database.pool.query(
    `select submission_no, invoice_no, state, reason from invoice
     where statement_no = $1 order by submission_no, invoice_no`,
    [statementNo],
  );
  return rows.map((row) => `${row.submission_no} ${row.invoice_no} ${row.state}`);
}

/** What settlees were told, oldest first. */
async function told(kind: string): Promise<Record<string, unknown>[]> {
  const { rows } = await database.pool.query(
    "select payload::jsonb as payload from outbox where payload::text like '%' || $1 || '%' order by 1",
    [kind],
  );
  return rows.map((row) => row.payload);
}

/** Everything after the countersignature. */
async function trail(statementNo: string): Promise<string[]> {
  const all = await trailOf(database, statementNo);
  return all.slice(all.findIndex((it) => it.includes("→ countersigned")) + 1);
}

const requested = "request_invoice: countersigned → invoice_requested by finance";

describe("the request (step 4)", () => {
  test("tells the settlee by when, a month on, and says so in the record", async () => {
    const { done, refused } = await invoicing.request(database, "2026-10");
    expect(done.map((it) => `${it.statementNo} ${it.status}`)).toEqual([
      `${p1} invoice_requested`,
      `${p2} invoice_requested`,
    ]);
    expect(refused).toEqual([]);
    expect(await trail(p1)).toEqual([requested]);
    // The 20th of December is a Sunday.
    const { entries } = await lifecycle.history(database, p1);
    expect(entries.at(-1)?.details).toEqual({ dueOn: "2026-12-21", serviceFeeRate: "0.06" });
    const [notice] = await told("invoice_wanted");
    expect(JSON.stringify(notice)).toContain("2026-12-21");
    expect(await told("invoice_wanted")).toHaveLength(2);
  });

  test("twice is refused the second time, by two at once done once", async () => {
    const both = await Promise.all([
      invoicing.request(database, [p1]),
      invoicing.request(database, [p1], { actor: "finance-2" }),
    ]);
    expect(both.flatMap(({ done }) => done)).toHaveLength(1);
    expect(both.flatMap(refusals)).toEqual([`${p1} R-W8 transition_impossible`]);
    expect(await trail(p1)).toHaveLength(1);
    expect(await told("invoice_wanted")).toHaveLength(1);
  });

  test("a calendar that ends is told before anything is done (R-W1)", async () => {
    const calendar = createCalendar([]);
    await expect(invoicing.request(database, "2026-10", { calendar })).rejects.toMatchObject({
      code: "calendar_year_missing",
    });
    expect([await statusOf(database, p1), await told("invoice_wanted")]).toEqual([
      "countersigned",
      [],
    ]);
  });

  test("waits for business info (R-W5), and for a way to tell (R-W8)", async () => {
    await database.pool.query(
      "update partner set business_info = 'changing' where partner_no = 'P1'",
    );
    await database.pool.query("update partner set email = null where partner_no = 'P2'");
    expect(refusals(await invoicing.request(database, "2026-10"))).toEqual([
      `${p1} R-W5 settlee_not_certified`,
      `${p2} R-W8 settlee_unreachable`,
    ]);
    expect([await trail(p1), await trail(p2)]).toEqual([[], []]);
  });

  test("before the last signature nothing is requested", async () => {
    await lifecycle.recall(database, [p1]);
    expect(refusals(await invoicing.request(database, [p1]))).toEqual([
      `${p1} R-W8 transition_impossible`,
    ]);
  });
});

describe("the rate on the day of the request (R-W7)", () => {
  const lower = { tax_no: "91440300MA5SELLER1", service_fee_rate: "0.03" };

  test("where it changed the request is refused, the statement recalled, and run at the new one", async () => {
    await loadFacts(database, { partners: [partner("P1", lower)] });
    const result = await invoicing.request(database, "2026-10");
    expect(refusals(result)).toEqual([`${p1} R-W7 rate_changed_recalled`]);
    expect(result.done).toEqual([{ statementNo: p2, status: "invoice_requested" }]);
    expect(await trail(p1)).toEqual(["recall_for_rate: countersigned → recalled by finance"]);
    expect(await told("statement_recalled")).toHaveLength(1);
    expect((await told("invoice_wanted")).map((it) => JSON.stringify(it))).toEqual([
      expect.stringContaining(p2),
    ]);
    await run(database, "2026-10");
    const again = "202610-P1-B1300F0300-01";
    expect([await statusOf(database, p1), await statusOf(database, again)]).toEqual([
      "void",
      "draft",
    ]);
  });

  test("twice at once it is recalled once", async () => {
    await loadFacts(database, { partners: [partner("P1", lower)] });
    const both = await Promise.all([
      invoicing.request(database, [p1]),
      invoicing.request(database, [p1]),
    ]);
    const codes = both.flatMap(refusals).sort();
    expect(codes).toHaveLength(2);
    expect(codes.filter((it) => it === `${p1} R-W7 rate_changed_recalled`)).toHaveLength(1);
    expect(await trail(p1)).toHaveLength(1);
  });

  test("the law's own rate counts too, by taxpayer type and day", async () => {
    await loadFacts(database, {
      partners: [partner("P1", { tax_no: "91440300MA5SELLER1", service_fee_rate: "" })],
    });
    const serviceFeeRates = { general: "0.06", small_scale: "0.01" };
    expect((await invoicing.request(database, [p1], { serviceFeeRates })).refused).toEqual([]);
    await loadFacts(database, {
      partners: [partner("P2", { taxpayer_type: "small_scale", service_fee_rate: "" })],
    });
    expect(refusals(await invoicing.request(database, [p2], { serviceFeeRates }))).toEqual([
      `${p2} R-W7 rate_changed_recalled`,
    ]);
  });

  test("where sent statements rest on it, it is told, and nothing changes", async () => {
    await loadFacts(database, {
      orders: [{ ...sale("A", "400.00"), cash_amount: "400.00" }],
    });
    await run(database, "2026-11");
    await approve(database, "2026-11");
    await loadFacts(database, { partners: [partner("P1", lower)] });
    const result = await invoicing.request(database, [p1]);
    expect(refusals(result)).toEqual([`${p1} R-W7 rate_changed_rested_on`]);
    expect([await statusOf(database, p1), await trail(p1)]).toEqual(["countersigned", []]);
    expect(await told("statement_recalled")).toEqual([]);
  });
});

describe("what is handed in (step 5)", () => {
  beforeEach(() => invoicing.request(database, "2026-10"));

  test("paper is on its way, then has come; electronic invoices have come with it", async () => {
    const first = await invoicing.submit(database, p1, paper());
    expect(first).toMatchObject({ status: "invoice_submitted", submissionNo: 1, wrong: [] });
    await invoicing.receive(database, [p1]);
    const other = { sellerTaxNo: "91440300MA5SELLER2", seller: "伙伴 P2" };
    const remarks = { additional: `<Remark>${p2} 2026-10</Remark>` };
    const second = await invoicing.submit(database, p2, xml({ ...other, ...remarks }));
    expect(second).toMatchObject({ status: "invoice_received", wrong: [] });
    expect(await trail(p1)).toEqual([
      requested,
      "submit_invoice: invoice_requested → invoice_submitted by partner",
      "receive_invoice: invoice_submitted → invoice_received by finance",
    ]);
    expect(await trail(p2)).toEqual([
      requested,
      "submit_invoice: invoice_requested → invoice_received by partner",
    ]);
  });

  test("delivered twice, or by two at once, it is there once", async () => {
    const both = await Promise.allSettled([
      invoicing.submit(database, p1, xml({})),
      invoicing.submit(database, p1, xml({})),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(invoicing.submit(database, p1, xml({}))).rejects.toMatchObject({
      code: "transition_impossible",
    });
    expect(await invoicesOf(p1)).toEqual(["1 26440000000000000018 submitted"]);
    expect(await trail(p1)).toHaveLength(2);
  });

  test("a number of another partner's is refused, and nothing changes (R-W8)", async () => {
    await invoicing.submit(database, p1, paper("440000000012345678"));
    const before = [await statusOf(database, p2), await trail(p2), await invoicesOf(p2)];
    await expect(
      invoicing.submit(database, p2, paper("4400000000-12345678")),
    ).rejects.toMatchObject({ code: "invoice_used", rule: "R-W8" });
    expect([await statusOf(database, p2), await trail(p2), await invoicesOf(p2)]).toEqual(before);
    // Refused, a typing mistake for instance, it is free for the one whose it is.
    await invoicing.refuse(database, [p1], { reason: "号码填错" });
    await invoicing.submit(database, p2, paper("440000000012345678"));
    await expect(invoicing.submit(database, p1, paper("440000000012345678"))).rejects.toMatchObject(
      { code: "invoice_used" },
    );
    expect(await invoicesOf(p1)).toEqual(["1 440000000012345678 refused"]);
    expect(await invoicesOf(p2)).toEqual(["1 440000000012345678 submitted"]);
  });

  test("the number alone is no paper invoice: under another code it is another one (R-W8)", async () => {
    expect(() => paper("12345678")).toThrow(
      expect.objectContaining({ code: "invoice_code_missing" }),
    );
    await invoicing.submit(database, p1, paper("4400191130-12345678"));
    await invoicing.submit(database, p2, paper("4400191131-12345678"));
    expect(await invoicesOf(p1)).toEqual(["1 440019113012345678 submitted"]);
    expect(await invoicesOf(p2)).toEqual(["1 440019113112345678 submitted"]);
  });

  test("the same digits are one number, on paper and as a file (R-W8)", async () => {
    await invoicing.submit(database, p1, xml({ number: "04400191130012345678" }));
    await expect(
      invoicing.submit(database, p2, paper("044001911300-12345678")),
    ).rejects.toMatchObject({ code: "invoice_used" });
    expect(await invoicesOf(p2)).toEqual([]);
  });

  test("the books hold no number of another form", async () => {
    for (const number of ["12345678", "4400191130123456789"]) {
      const invoices = [{ ...parseInvoiceEntry(entryOf("440019113012345678")), invoiceNo: number }];
      const forged: Submission = { medium: "paper", invoices, trackingNo: "SF1" };
      await expect(invoicing.submit(database, p1, forged)).rejects.toMatchObject({
        constraint: "invoice_number_form",
      });
    }
  });

  test("two who give the same numbers at once: one has them all, the other none", async () => {
    const numbers = ["440019113010000001", "440019113010000002", "440019113010000003"];
    const parts = (order: readonly string[]): Submission => ({
      medium: "paper",
      trackingNo: "SF1",
      invoices: order.map((it) => parseInvoiceEntry(`${it},2026-11-20,29.50,1.77,31.27`)),
    });
    for (let round = 0; round < 5; round += 1) {
      const own = numbers.map((it) => `${it.slice(0, -2)}${round}${it.slice(-1)}`);
      const both = await Promise.allSettled([
        invoicing.submit(database, p1, parts(own)),
        invoicing.submit(database, p2, parts([...own].reverse())),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      const loser = both.find((it) => it.status === "rejected");
      expect(loser).toMatchObject({ reason: { code: "invoice_used" } });
      const winner = both[0].status === "fulfilled" ? p1 : p2;
      const stored = async (no: string) =>
        (await invoicesOf(no)).filter((it) => own.some((number) => it.includes(number)));
      expect(await stored(winner)).toHaveLength(3);
      expect(await stored(winner === p1 ? p2 : p1)).toEqual([]);
      await invoicing.refuse(database, [winner], { reason: "再来" });
    }
  });

  test("in the wrong order nothing happens", async () => {
    expect(refusals(await invoicing.receive(database, [p1]))).toEqual([
      `${p1} R-W8 transition_impossible`,
    ]);
    expect(refusals(await invoicing.accept(database, [p1]))).toEqual([
      `${p1} R-W8 transition_impossible`,
    ]);
    await invoicing.submit(database, p1, xml({}));
    expect(refusals(await invoicing.receive(database, [p1]))).toEqual([
      `${p1} R-W8 transition_impossible`,
    ]);
    expect(await trail(p1)).toHaveLength(2);
  });

  test("what is wrong is told at once, and stays to be refused by finance", async () => {
    const { wrong } = await invoicing.submit(
      database,
      p1,
      paper("440019113012345678", "88.51,5.31,93.82"),
    );
    expect(wrong.map((it) => it.point)).toEqual(["amount", "net"]);
    expect(await statusOf(database, p1)).toBe("invoice_submitted");
  });

  test("the same number twice, or no tracking number, is refused", async () => {
    await expect(invoicing.submit(database, p1, xml({}, {}))).rejects.toMatchObject({
      code: "invoice_twice",
    });
    const blank = paper("440019113012345678", "88.50,5.31,93.81", " ");
    await expect(invoicing.submit(database, p1, blank)).rejects.toMatchObject({
      code: "tracking_missing",
    });
    expect([await trail(p1), await invoicesOf(p1)]).toEqual([[requested], []]);
  });

  test("business info that lapses stops it, and it goes on after (R-W5)", async () => {
    const set = (info: string) =>
      database.pool.query("update partner set business_info = $1 where partner_no = 'P1'", [info]);
    await set("changing");
    const refusedAs = { code: "settlee_not_certified" };
    await expect(invoicing.submit(database, p1, paper())).rejects.toMatchObject(refusedAs);
    expect([await trail(p1), await invoicesOf(p1)]).toEqual([[requested], []]);
    await set("certified");
    await invoicing.submit(database, p1, paper());
    await set("changing");
    expect(refusals(await invoicing.receive(database, [p1]))).toEqual([
      `${p1} R-W5 settlee_not_certified`,
    ]);
    await set("certified");
    expect((await invoicing.receive(database, [p1])).done).toHaveLength(1);
  });

  test("what was submitted is not changed or deleted, by anybody (R-W3)", async () => {
    await invoicing.submit(database, p1, paper());
    for (const attack of [
      "update invoice set amount = 1000, net_amount = 994.69",
      "update invoice set state = 'returned', decided_by = 'x', decided_at = now(), reason = 'x'",
      "delete from invoice",
      "truncate invoice",
    ]) {
      await expect(database.pool.query(attack), attack).rejects.toThrow(/R-W3/);
    }
  });
});
