import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { reconcile } from "../../src/settlement/reconcile.js";
import { verifyPeriod } from "../../src/settlement/verify.js";
import { dumpBooks, emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { approve, linesOf, outcomesOf, run, statementsOf } from "../support/engine.js";
import { loadFacts } from "../support/load-facts.js";
import {
  paid,
  partner,
  product,
  refund,
  sale,
  smallWorld,
  terms,
  usage,
} from "../support/story.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await emptyBooks(database);
  await loadFacts(database, smallWorld);
});

/** A month is run, held against itself, and sent. */
async function closeMonth(month: string): Promise<void> {
  await run(database, month);
  expect((await reconcile(database, month)).balanced).toBe(true);
  expect((await verifyPeriod(database, month)).mismatches).toEqual([]);
  expect((await approve(database, month)).refused).toEqual([]);
}

async function amounts(label: string): Promise<[string, string, string][]> {
  const statements = await statementsOf(database, label);
  return statements.map(({ statementNo, amount, status }) => [statementNo, amount, status]);
}

async function lines(label: string): Promise<[string, string | null, string][]> {
  return (await linesOf(database, label)).map(({ kind, orderNo, amount }) => [
    kind,
    orderNo,
    amount,
  ]);
}

test("a refund comes three months after its sale, at the s of the sale", async () => {
  const a = sale("A", "1000.00", "2026-07-10");
  await loadFacts(database, { orders: [a, sale("B", "2000.00", "2026-08-10")] });
  await closeMonth("2026-07");
  await closeMonth("2026-08");
  await loadFacts(database, {
    partners: [partner("P1", { service_fee_rate: "0.03" })],
    orders: [refund(a, "A-R", "-1000.00", "2026-10-05"), sale("C", "5000.00", "2026-10-06")],
  });
  await closeMonth("2026-09");
  await closeMonth("2026-10");
  expect(await amounts("2026-09")).toEqual([]);
  expect(await amounts("2026-10")).toEqual([
    // 5000.00 × 0.1 / 1.13 × 1.03 = 455.752…
    ["202610-P1-B1300F0300-01", "455.75", "sent"],
    ["202610-P1-B1300F0600-01", "-93.81", "deficit"],
  ]);
  // The deficit comes forward at its own s, where nothing can be set off against it: 0.03 is another.
  await closeMonth("2026-11");
  expect(await amounts("2026-11")).toEqual([["202611-P1-B1300F0600-01", "-93.81", "top_up_due"]]);
  await closeMonth("2026-12");
  expect(await amounts("2026-12")).toEqual([]);
});

test("an order is corrected twice, once in the month it was settled for and once later", async () => {
  await loadFacts(database, { orders: [sale("A", "1000.00")] });
  await closeMonth("2026-10");
  await loadFacts(database, { orders: [sale("A", "1200.00")] });
  await closeMonth("2026-10");
  await loadFacts(database, { orders: [sale("A", "900.00")] });
  await closeMonth("2026-10");
  await closeMonth("2026-11");
  expect(await amounts("2026-10")).toEqual([
    ["202610-P1-B1300F0600-01", "93.81", "sent"],
    ["202610-P1-B1300F0600-02", "18.76", "sent"],
    // 900.00 × 0.1 / 1.13 × 1.06 = 84.4247…, less 112.57
    ["202610-P1-B1300F0600-03", "-28.15", "deficit"],
  ]);
  expect(await amounts("2026-11")).toEqual([["202611-P1-B1300F0600-01", "-28.15", "top_up_due"]]);
  const { settled, statements } = await reconcile(database, "2026-10");
  expect(settled).toEqual({ orders: 1, cash: "900.00" });
  expect(statements).toEqual({ count: 3, amount: "84.42" });
});

test("a re-run with locked statements adds a supplement for what is new and leaves the rest", async () => {
  await loadFacts(database, { orders: [sale("A", "1000.00")] });
  await closeMonth("2026-10");
  const before = await linesOf(database, "2026-10");
  await loadFacts(database, {
    orders: [
      sale("B", "100.00", "2026-10-31"),
      sale("A", "1000.00", "2026-10-10", { paid_at: "" }),
    ],
  });
  const told = await run(database, "2026-10");
  expect(told.statements).toEqual({
    created: 1,
    replaced: 0,
    unchanged: 0,
    discarded: 0,
    total: 2,
  });
  const after = await linesOf(database, "2026-10");
  expect(after.slice(0, 1)).toEqual(before);
  // A is not paid any more; what was settled is not revisited because a status changed.
  expect(await outcomesOf(database, "2026-10")).toEqual([
    { orderNo: "A", outcome: "settled", reasons: [], statementNo: "202610-P1-B1300F0600-01" },
    { orderNo: "B", outcome: "settled", reasons: [], statementNo: "202610-P1-B1300F0600-02" },
  ]);
  await loadFacts(database, { orders: [sale("B", "100.00", "2026-10-31", { paid_at: "" })] });
  expect((await run(database, "2026-10")).statements).toMatchObject({ discarded: 1, total: 1 });
  await loadFacts(database, { orders: [sale("B", "100.00", "2026-10-31")] });
  await run(database, "2026-10");
  expect((await amounts("2026-10")).map(([no]) => no)).toContain("202610-P1-B1300F0600-02");
});

test("an order waits through the months until it counts, and settles once", async () => {
  const waiting = { supervision_status: "in_progress" };
  await loadFacts(database, { orders: [sale("A", "1000.00", "2026-07-10", waiting)] });
  for (const month of ["2026-07", "2026-08"]) {
    await closeMonth(month);
    expect(await outcomesOf(database, month)).toMatchObject([
      { orderNo: "A", outcome: "carried", reasons: ["supervision_in_progress"] },
    ]);
  }
  const accepted = { supervision_status: "completed", supervised_at: "2026-09-20 10:00" };
  await loadFacts(database, { orders: [sale("A", "1000.00", "2026-07-10", accepted)] });
  // July and August run again know that it counts from September on: it has left their scope.
  await run(database, "2026-08");
  expect(await outcomesOf(database, "2026-08")).toEqual([]);
  await closeMonth("2026-09");
  await closeMonth("2026-10");
  expect(await lines("2026-09")).toEqual([["order", "A", "93.81"]]);
  expect(await outcomesOf(database, "2026-10")).toEqual([]);
});

test("a partner's business info changes: drafts vanish at a re-run and come back", async () => {
  await loadFacts(database, { orders: [sale("A", "1000.00")] });
  await run(database, "2026-10");
  const before = (await dumpBooks(database)).filter((row) => row.startsWith("line"));
  await loadFacts(database, { partners: [partner("P1", { business_info: "changing" })] });
  expect((await run(database, "2026-10")).statements).toMatchObject({ discarded: 1, total: 0 });
  expect(await outcomesOf(database, "2026-10")).toMatchObject([
    { outcome: "carried", reasons: ["partner_info_changing"] },
  ]);
  await loadFacts(database, { partners: [partner("P1")] });
  await run(database, "2026-10");
  expect((await dumpBooks(database)).filter((row) => row.startsWith("line"))).toEqual(before);
});

test("a draft of another month keeps its orders until it is sent or run again", async () => {
  await loadFacts(database, { orders: [sale("A", "1000.00")] });
  await run(database, "2026-10");
  // November looks before October is sent: A is October's.
  await run(database, "2026-11");
  expect(await outcomesOf(database, "2026-11")).toEqual([]);
  await loadFacts(database, { orders: [sale("A", "1200.00")] });
  await run(database, "2026-11");
  expect(await amounts("2026-11")).toEqual([]);
  // October is sent as it was run, at 93.81; then the correction is due.
  await approve(database, "2026-10");
  await run(database, "2026-11");
  expect(await lines("2026-11")).toEqual([["adjustment", "A", "18.76"]]);
});

test("settled usage whose correction waited on another month's draft is told again once that is sent", async () => {
  await loadFacts(database, { orders: [usage("U", "10.00", "2026-10-10")] });
  await closeMonth("2026-10");
  await loadFacts(database, { orders: [usage("U", "30.00", "2026-10-10")] });
  await run(database, "2026-11");
  await run(database, "2026-10");
  expect(await outcomesOf(database, "2026-10")).toEqual([]);
  expect((await reconcile(database, "2026-10")).inScope).toEqual({ orders: 0, cash: "0.00" });
  await approve(database, "2026-11");
  await run(database, "2026-10", { partners: ["P1"] });
  expect((await reconcile(database, "2026-10")).settled).toEqual({ orders: 1, cash: "30.00" });
  expect(await outcomesOf(database, "2026-10")).toEqual([
    { orderNo: "U", outcome: "settled", reasons: [], statementNo: "202610-P1-B1300F0600-01" },
  ]);
});

test("a tax rate changes while the statement is a draft: the order moves to another one", async () => {
  await loadFacts(database, { orders: [sale("A", "1000.00"), sale("B", "10.00")] });
  await run(database, "2026-10");
  await loadFacts(database, { products: [product("SAAS", { output_tax_rate: "0.06" })] });
  const told = await run(database, "2026-10", { dryRun: true });
  expect(told.diff).toMatchObject({
    statements: [
      { statementNo: "202610-P1-B0600F0600-01", before: null, after: "101.00" },
      { statementNo: "202610-P1-B1300F0600-01", before: "94.75", after: null },
    ],
    orders: { newlySettled: 0, moved: 2, dropped: 0 },
  });
});

test("a deficit comes forward into the next month only, however often the months are run", async () => {
  const a = sale("A", "1000.00", "2026-09-10");
  await loadFacts(database, { orders: [a] });
  await closeMonth("2026-09");
  await loadFacts(database, { orders: [refund(a, "A-R", "-1000.00", "2026-10-05")] });
  await closeMonth("2026-10");
  for (const month of ["2026-09", "2026-10", "2026-12"]) {
    expect((await run(database, month)).statements).toMatchObject({ created: 0 });
  }
  await run(database, "2026-11");
  const brought = [["202611-P1-B1300F0600-01", "-93.81", "draft"]];
  expect(await amounts("2026-11")).toEqual(brought);
  // Once more, while November's draft has it and after it was sent.
  await run(database, "2026-11");
  expect(await amounts("2026-11")).toEqual(brought);
  await approve(database, "2026-11");
  await run(database, "2026-11");
  await run(database, "2026-12");
  expect(await amounts("2026-11")).toHaveLength(1);
  expect(await amounts("2026-12")).toEqual([]);
});

describe("a deficit and the settlee's cycle (R-S4)", () => {
  const a = sale("A", "1000.00", "2026-07-10");
  const giveBack = (day: string) => ({ orders: [refund(a, "A-R", "-1000.00", day)] });

  test("of a quarter comes forward in the next quarter", async () => {
    await loadFacts(database, {
      partners: [partner("P1", { settlement_cycle: "quarterly" })],
      orders: [sale("A", "1000.00", "2026-04-10")],
    });
    for (const month of ["2026-06", "2026-09"]) {
      if (month === "2026-09") await loadFacts(database, giveBack("2026-08-05"));
      await run(database, month);
      await approve(database, `2026Q${Number(month.slice(5)) / 3}`);
    }
    expect(await amounts("2026Q3")).toEqual([["2026Q3-P1-B1300F0600-01", "-93.81", "deficit"]]);
    for (const month of ["2026-10", "2026-11", "2026-12"]) await run(database, month);
    expect(await amounts("2026-10")).toEqual([]);
    expect(await lines("2026Q4")).toEqual([["brought_forward", null, "-93.81"]]);
  });

  test("of a month comes forward in the first quarter that starts after it, where the cycle changed", async () => {
    await loadFacts(database, { orders: [a] });
    await closeMonth("2026-07");
    await loadFacts(database, giveBack("2026-08-05"));
    await closeMonth("2026-08");
    await loadFacts(database, { partners: [partner("P1", { settlement_cycle: "quarterly" })] });
    // The third quarter had begun before August ended.
    await run(database, "2026-09");
    expect(await amounts("2026Q3")).toEqual([]);
    for (const month of ["2026-10", "2026-11", "2026-12"]) await run(database, month);
    expect(await lines("2026Q4")).toEqual([["brought_forward", null, "-93.81"]]);
  });
});

test("a partner gets a distributor: new orders are settled to it, old ones corrected where they were", async () => {
  await loadFacts(database, { orders: [sale("A", "1000.00")] });
  await closeMonth("2026-10");
  await loadFacts(database, {
    partners: [partner("P1", { parent_partner_no: "P2" })],
    orders: [sale("A", "1200.00"), sale("B", "500.00", "2026-11-05")],
  });
  await closeMonth("2026-11");
  expect(await amounts("2026-11")).toEqual([
    ["202611-P1-B1300F0600-01", "18.76", "sent"],
    ["202611-P2-B1300F0600-01", "46.90", "sent"],
  ]);
});

describe("runs out of order", () => {
  test("a later month settles what an earlier one never took; the earlier one finds nothing left", async () => {
    await loadFacts(database, {
      orders: [sale("A", "1000.00"), sale("B", "500.00", "2026-11-05")],
    });
    const told = await run(database, "2026-11");
    expect(told.neverRun).toEqual(["2026-10"]);
    expect(await lines("2026-11")).toEqual([
      ["order", "A", "93.81"],
      ["order", "B", "46.90"],
    ]);
    // While November's draft has it, it is November's; when that is run again, October comes first.
    await run(database, "2026-10");
    expect(await outcomesOf(database, "2026-10")).toEqual([]);
  });

  test("a partner run now and the whole month later give the same as the whole month", async () => {
    await loadFacts(database, {
      products: [product("NINE", { output_tax_rate: "0.09" })],
      productTerms: [terms("NINE", "0.1")],
      orders: [
        sale("A", "1000.00"),
        sale("B", "500.00", "2026-10-10", { partner_no: "P2" }),
        sale("C", "400.00", "2026-10-10", { partner_no: "P2", product_no: "NINE" }),
        sale("X", "1.00", "2026-10-10", { partner_no: "" }),
      ],
    });
    await run(database, "2026-10");
    const whole = await dumpBooks(database);
    await loadFacts(database, { orders: [sale("A", "1000.00", "2026-10-10", paid("1100.00"))] });
    await run(database, "2026-10");
    await loadFacts(database, { orders: [sale("A", "1000.00")] });
    await run(database, "2026-10", { partners: ["P2"] });
    await run(database, "2026-10", { partners: ["P1"] });
    expect(await dumpBooks(database)).toEqual(whole);
    expect((await run(database, "2026-10")).changed).toBe(false);
  });
});
