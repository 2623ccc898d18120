import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { reconcile } from "../../src/settlement/reconcile.js";
import { verifyPeriod } from "../../src/settlement/verify.js";
import { dumpBooks, dumpEverything, emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { approve, linesOf, outcomesOf, run, statementsOf } from "../support/engine.js";
import { loadFacts } from "../support/load-facts.js";
import { partner, product, sale, smallWorld, terms, usage } from "../support/story.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const world = {
  ...smallWorld,
  partners: [partner("P1"), partner("P2"), partner("P3", { parent_partner_no: "P2" })],
  orders: [
    sale("A", "1000.00"),
    sale("B", "500.00", "2026-10-11", { partner_no: "P2" }),
    sale("C", "200.00", "2026-10-12", { partner_no: "P3" }),
    usage("U1", "3.00"),
    sale("W", "70.00", "2026-10-13", { paid_at: "" }),
    sale("X", "80.00", "2026-10-13", { partner_no: "" }),
    sale("N", "300.00", "2026-11-02"),
  ],
};
beforeEach(async () => {
  await emptyBooks(database);
  await loadFacts(database, world);
});

const first = "202610-P1-B1300F0600-01";
const second = "202610-P2-B1300F0600-01";

describe("a first run", () => {
  test("tells what the period is like now", async () => {
    const told = await run(database, "2026-10");
    expect(told).toMatchObject({
      period: "2026-10",
      dryRun: false,
      changed: true,
      // A, B, C, U1 settle; W is not paid, X has no partner; N is November's.
      orders: { settled: 4, carried: 1, excluded: 1 },
      reasons: { unpaid: 1, no_partner: 1 },
      cash: { settled: "1703.00", carried: "70.00", excluded: "80.00" },
      statements: { created: 2, replaced: 0, unchanged: 0, discarded: 0, total: 2 },
      // 93.81 + 0.28 (3.00 × 0.1 / 1.13 × 1.06) and 46.90 + 18.76
      amount: "159.75",
      neverRun: [],
    });
    expect(told).not.toHaveProperty("diff");
  });

  test("keeps on every line all that its amount came from (R-S5)", async () => {
    const { runId } = await run(database, "2026-10");
    const [line, usageLine] = await linesOf(database, "2026-10");
    expect(line).toEqual({
      statementNo: first,
      lineNo: 1,
      kind: "order",
      orderNo: "A",
      productNo: "SAAS",
      partnerNo: "P1",
      usageMonth: null,
      rule: "R-A1",
      dealAmount: "1000.00",
      floorAmount: null,
      cashConsumption: "1000.00",
      shareBase: "1000.00",
      ratio: "0.1",
      outputTaxRate: "0.13",
      serviceFeeRate: "0.06",
      settleableRatio: "1",
      completesAmount: null,
      earlierAmount: "0.00",
      isReversal: false,
      amount: "93.81",
      settleableAt: "2026-10-10T10:00:00+08:00",
      sourceStatementNo: null,
      sourceLineNo: null,
      runId,
    });
    expect(usageLine).toMatchObject({ kind: "usage", orderNo: null, usageMonth: "2026-10" });
  });

  test("is told by progress, in open orders, to the end", async () => {
    const seen: [number, number][] = [];
    await run(database, "2026-10", { onProgress: (done, total) => seen.push([done, total]) });
    const { rows } = await database.pool.query("select count(*) from run_shard");
    expect(Number(rows[0].count)).toBe(1);
    const done = seen.map(([count]) => count);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(seen.at(-1)).toEqual([7, 7]);
  });

  test("of a month without anything makes an empty period", async () => {
    const told = await run(database, "2026-08");
    expect(told.orders).toEqual({ settled: 0, carried: 0, excluded: 0 });
    expect(told.statements.total).toBe(0);
    expect((await reconcile(database, "2026-08")).inScope).toEqual({ orders: 0, cash: "0.00" });
  });
});

describe("R-R2: the same facts give the same result", () => {
  test("a second run changes nothing and says so", async () => {
    await run(database, "2026-10");
    const before = await dumpBooks(database);
    const again = await run(database, "2026-10");
    expect(again).toMatchObject({
      changed: false,
      orders: { settled: 4, carried: 1, excluded: 1 },
      statements: { created: 0, replaced: 0, unchanged: 2, discarded: 0, total: 2 },
    });
    expect(await dumpBooks(database)).toEqual(before);
  });

  test("the run's Shanghai date is a fact: default rates change with it", async () => {
    await loadFacts(database, {
      partners: [partner("P1", { taxpayer_type: "small_scale", service_fee_rate: "" })],
    });
    const lastDay = { now: new Date("2027-12-31T23:59:59+08:00") };
    await run(database, "2026-10", lastDay);
    expect((await statementsOf(database, "2026-10"))[0]?.statementNo).toBe(
      "202610-P1-B1300F0100-01",
    );
    const nextDay = { now: new Date("2028-01-01T00:00:00+08:00") };
    const told = await run(database, "2026-10", nextDay);
    expect(told).toMatchObject({ changed: true, statements: { created: 1, discarded: 1 } });
    expect((await statementsOf(database, "2026-10"))[0]?.statementNo).toBe(
      "202610-P1-B1300F0300-01",
    );
  });

  test("only what carries an order changed: the run says that it changed something", async () => {
    await run(database, "2026-10");
    await loadFacts(database, {
      orders: [sale("W", "70.00", "2026-10-13", { paid_at: "", effective_at: "" })],
    });
    const told = await run(database, "2026-10");
    expect(told).toMatchObject({ changed: true, statements: { unchanged: 2, replaced: 0 } });
    expect((await outcomesOf(database, "2026-10")).find(({ orderNo }) => orderNo === "W")).toEqual({
      orderNo: "W",
      outcome: "carried",
      reasons: ["unpaid", "not_effective"],
      statementNo: null,
    });
  });

  test("an earlier month with facts that was never run is told, once it was run no more", async () => {
    expect((await run(database, "2026-11")).neverRun).toEqual(["2026-10"]);
    await run(database, "2026-10");
    expect((await run(database, "2026-11")).neverRun).toEqual([]);
  });
});

describe("R-R1: drafts are replaced, numbers stay", () => {
  test("new, changed, unchanged and gone", async () => {
    await run(database, "2026-10");
    await loadFacts(database, {
      products: [product("NINE", { output_tax_rate: "0.09" })],
      productTerms: [terms("NINE", "0.1")],
      orders: [
        sale("A", "1000.00", "2026-10-10", { paid_at: "" }),
        usage("U1", "3.00", "2026-10-10", { paid_at: "" }),
        sale("D", "100.00", "2026-10-14", { product_no: "NINE", partner_no: "P2" }),
        sale("B", "600.00", "2026-10-11", { partner_no: "P2" }),
      ],
    });
    const told = await run(database, "2026-10");
    expect(told).toMatchObject({
      changed: true,
      statements: { created: 1, replaced: 1, unchanged: 0, discarded: 1, total: 2 },
    });
    const statements = await statementsOf(database, "2026-10");
    expect(statements.map(({ statementNo, amount }) => [statementNo, amount])).toEqual([
      ["202610-P2-B0900F0600-01", "9.72"],
      // 600.00: 56.28, and C 18.76
      [second, "75.04"],
    ]);
  });

  test("a draft untouched keeps the run that made it, a changed one has the new run's", async () => {
    const before = await run(database, "2026-10");
    await loadFacts(database, { orders: [sale("A", "1100.00")] });
    const after = await run(database, "2026-10");
    const lines = await linesOf(database, "2026-10");
    expect(new Set(lines.map(({ statementNo, runId }) => `${statementNo} ${runId}`))).toEqual(
      new Set([`${first} ${after.runId}`, `${second} ${before.runId}`]),
    );
  });
});

describe("R-R3, R-R4: a dry run", () => {
  test("writes nothing at all and says what would change", async () => {
    await run(database, "2026-10");
    await loadFacts(database, {
      products: [product("NINE", { output_tax_rate: "0.09" })],
      productTerms: [terms("NINE", "0.1")],
      orders: [
        sale("A", "1000.00", "2026-10-10", { product_no: "NINE" }),
        sale("C", "200.00", "2026-10-12", { partner_no: "P3", paid_at: "" }),
        sale("E", "40.00", "2026-10-20", { partner_no: "P2" }),
        sale("W", "70.00", "2026-10-13"),
      ],
    });
    const before = await dumpEverything(database);
    const told = await run(database, "2026-10", { dryRun: true });
    expect(await dumpEverything(database)).toEqual(before);
    expect(told).toMatchObject({
      runId: null,
      dryRun: true,
      changed: true,
      orders: { settled: 5, carried: 1, excluded: 1 },
      statements: { created: 1, replaced: 2, unchanged: 0, discarded: 0, total: 3 },
      diff: {
        statements: [
          { statementNo: "202610-P1-B0900F0600-01", before: null, after: "97.25" },
          // A left, W came: 6.57; U1 0.28
          { statementNo: first, before: "94.09", after: "6.85" },
          // C left, E came: 46.90 + 3.75
          { statementNo: second, before: "65.66", after: "50.65" },
        ],
        orders: {
          newlySettled: 2,
          moved: 1,
          dropped: 1,
          examples: { newlySettled: ["E", "W"], moved: ["A"], dropped: ["C"] },
        },
      },
    });
  });

  test("then the run does what the dry run said", async () => {
    const dry = await run(database, "2026-10", { dryRun: true });
    const real = await run(database, "2026-10");
    for (const key of ["orders", "reasons", "cash", "statements", "amount"] as const) {
      expect(real[key], key).toEqual(dry[key]);
    }
    expect(dry.diff?.statements.map(({ after }) => after)).toEqual(
      (await statementsOf(database, "2026-10")).map(({ amount }) => amount),
    );
    const nothing = await run(database, "2026-10", { dryRun: true });
    expect(nothing).toMatchObject({ changed: false, diff: { statements: [] } });
  });

  test("is all that a period that has not ended can have", async () => {
    const lastMoment = { now: new Date("2026-10-31T23:59:59.999+08:00") };
    await expect(run(database, "2026-10", lastMoment)).rejects.toMatchObject({
      code: "period_not_over",
      rule: "R-R4",
      kind: "refused",
    });
    const estimate = await run(database, "2026-10", { ...lastMoment, dryRun: true });
    expect(estimate.orders.settled).toBe(4);
    const over = { now: new Date("2026-11-01T00:00:00+08:00") };
    expect((await run(database, "2026-10", over)).changed).toBe(true);
  });
});

describe("--partner", () => {
  test("a second-tier partner means its distributor; the others keep their outcomes", async () => {
    const told = await run(database, "2026-10", { partners: ["P3"] });
    expect(told).toMatchObject({
      orders: { settled: 2, carried: 0, excluded: 0 },
      statements: { created: 1, total: 1 },
    });
    expect((await statementsOf(database, "2026-10")).map((s) => s.statementNo)).toEqual([second]);
    await run(database, "2026-10");
    await loadFacts(database, {
      orders: [sale("A", "1100.00"), sale("C", "300.00", "2026-10-12", { partner_no: "P3" })],
    });
    const before = await dumpBooks(database);
    const again = await run(database, "2026-10", { partners: ["P2"] });
    // 46.90 + 28.14; P1's draft stands as it was.
    expect(again).toMatchObject({
      orders: { settled: 4, carried: 1, excluded: 1 },
      statements: { replaced: 1, unchanged: 0, discarded: 0, total: 2 },
      amount: "169.13",
    });
    const ofP1 = (dump: string[]): string[] => dump.filter((row) => row.includes(first));
    expect(ofP1(await dumpBooks(database))).toEqual(ofP1(before));
    expect((await reconcile(database, "2026-10")).balanced).toBe(true);
  });

  test("a partner that does not exist is not found", async () => {
    await expect(run(database, "2026-10", { partners: ["P1", "P9"] })).rejects.toMatchObject({
      code: "partner_unknown",
      details: { partnerNo: "P9" },
    });
  });
});

describe("books that were tampered with", () => {
  test("are told by verify, and such a statement is not sent", async () => {
    await run(database, "2026-10");
    await database.pool.query(
      "update draft_line set amount = amount + 1 where order_id = (select order_id from sales_order where order_no = 'A')",
    );
    const { lines, mismatches } = await verifyPeriod(database, "2026-10");
    expect(lines).toBe(4);
    expect(mismatches).toEqual([
      { statementNo: first, lineNo: 1, amount: "94.81", recomputed: "93.81" },
      { statementNo: first, lineNo: null, amount: "94.09", recomputed: "95.09" },
    ]);
    expect((await reconcile(database, "2026-10")).balanced).toBe(false);
    const { sent, refused } = await approve(database, "2026-10");
    expect(sent.map(({ statementNo }) => statementNo)).toEqual([second]);
    expect(refused).toMatchObject([{ statementNo: first, error: { code: "does_not_verify" } }]);
  });

  test("outcomes that are gone unbalance the reconciliation", async () => {
    await run(database, "2026-10");
    await database.pool.query("delete from order_outcome where outcome = 'carried'");
    expect((await reconcile(database, "2026-10")).balanced).toBe(false);
  });
});

describe("what was never run", () => {
  test("has no reconciliation", async () => {
    await expect(reconcile(database, "2026-10")).rejects.toMatchObject({
      code: "period_never_run",
    });
  });

  test("has no statements, lines or outcomes", async () => {
    expect(await statementsOf(database, "2026-10")).toEqual([]);
    expect(await linesOf(database, "2026-10")).toEqual([]);
    expect(await outcomesOf(database, "2026-10")).toEqual([]);
  });

  test.each(["2026-13", "2026Q4", "october"])("%s cannot be run", async (period) => {
    await expect(run(database, period)).rejects.toMatchObject({ code: "period_form" });
  });
});
