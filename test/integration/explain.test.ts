import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { explainOrder } from "../../src/settlement/explain.js";
import { emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { approve, run } from "../support/engine.js";
import { loadFacts } from "../support/load-facts.js";
import { paid, partner, refund, sale, smallWorld, usage } from "../support/story.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const a = sale("A", "1000.00");
beforeEach(async () => {
  await emptyBooks(database);
  await loadFacts(database, {
    ...smallWorld,
    orders: [
      a,
      usage("U1", "3.00"),
      usage("U2", "4.00", "2026-10-11"),
      sale("W", "70.00", "2026-10-13", { paid_at: "", effective_at: "" }),
      sale("X", "80.00", "2026-10-13", { operations_base: "true", paid_at: "" }),
      sale("N", "300.00", "2026-11-02"),
    ],
  });
});

const october = "202610-P1-B1300F0600-01";
const november = "202611-P1-B1300F0600-01";

describe("why this amount?", () => {
  test("the formula in symbols, and with its numbers", async () => {
    await run(database, "2026-10");
    expect(await explainOrder(database, "A")).toMatchObject({
      orderNo: "A",
      settleableAt: "2026-10-10T10:00:00+08:00",
      outcome: "settled",
      reasons: [],
      period: "2026-10",
      statementNo: october,
      formula: "B · r / (1 + t) · (1 + s)",
      substituted: "1000.00 × 0.1 / (1 + 0.13) × (1 + 0.06) = 93.81",
      lines: [{ kind: "order", amount: "93.81", statementNo: october, lineNo: 1 }],
    });
  });

  test("usage is explained by the line it is summed into", async () => {
    await run(database, "2026-10");
    expect(await explainOrder(database, "U1")).toMatchObject({
      outcome: "settled",
      substituted: "7.00 × 0.1 / (1 + 0.13) × (1 + 0.06) = 0.66",
      lines: [{ kind: "usage", orderNo: null, shareBase: "7.00" }],
    });
  });

  test("all lines of an order, oldest first; the newest speaks for it", async () => {
    await run(database, "2026-10");
    await approve(database, "2026-10");
    await loadFacts(database, { orders: [{ ...a, ...paid("1200.00") }] });
    await run(database, "2026-11");
    const told = await explainOrder(database, "A");
    expect(told).toMatchObject({
      outcome: "settled",
      period: "2026-11",
      statementNo: november,
      formula: "B · r / (1 + t) · (1 + s) − E",
      substituted: "1200.00 × 0.1 / (1 + 0.13) × (1 + 0.06) − 93.81 = 18.76",
    });
    expect(told.lines.map(({ kind, statementNo, amount }) => [kind, statementNo, amount])).toEqual([
      ["order", october, "93.81"],
      ["adjustment", november, "18.76"],
    ]);
  });

  test("a completing refund takes what is left", async () => {
    await loadFacts(database, {
      orders: [
        refund(a, "R1", "-333.33", "2026-10-20"),
        refund(a, "R2", "-333.33", "2026-10-21"),
        refund(a, "R3", "-333.34", "2026-10-22"),
      ],
    });
    await run(database, "2026-10");
    const told = await explainOrder(database, "R3");
    expect(told).toMatchObject({ formula: "− Σ (R-A9)", substituted: "−31.27 = -31.27" });
  });
});

describe("why is it not on my statement?", () => {
  test("before any run: as facts stand", async () => {
    expect(await explainOrder(database, "A")).toMatchObject({
      outcome: "open",
      reasons: [],
      period: null,
      lines: [],
      formula: null,
      substituted: null,
    });
    expect(await explainOrder(database, "W")).toMatchObject({
      outcome: "carried",
      settleableAt: null,
      reasons: ["unpaid", "not_effective"],
    });
    expect(await explainOrder(database, "X")).toMatchObject({
      outcome: "excluded",
      reasons: ["unpaid", "operations_base"],
    });
  });

  test("after a run: as that run left it", async () => {
    await run(database, "2026-10");
    expect(await explainOrder(database, "W")).toMatchObject({
      outcome: "carried",
      period: "2026-10",
      reasons: ["unpaid", "not_effective"],
      statementNo: null,
    });
    expect(await explainOrder(database, "X")).toMatchObject({
      outcome: "excluded",
      period: "2026-10",
    });
    expect(await explainOrder(database, "N")).toMatchObject({
      outcome: "open",
      reasons: ["after_period"],
      settleableAt: "2026-11-02T10:00:00+08:00",
    });
  });

  test("a settled order whose correction waits tells both: its lines and what holds it", async () => {
    await run(database, "2026-10");
    await approve(database, "2026-10");
    await loadFacts(database, {
      partners: [partner("P1", { business_info: "changing" })],
      orders: [{ ...a, ...paid("1200.00") }],
    });
    await run(database, "2026-11");
    const told = await explainOrder(database, "A");
    expect(told).toMatchObject({
      outcome: "carried",
      period: "2026-11",
      reasons: ["partner_info_changing"],
      substituted: "1000.00 × 0.1 / (1 + 0.13) × (1 + 0.06) = 93.81",
    });
    expect(told.lines).toHaveLength(1);
  });

  test("a refund is judged by its original's route", async () => {
    const b = sale("B", "50.00", "2026-10-10", { operations_base: "true" });
    await loadFacts(database, { orders: [b, refund(b, "B-R", "-50.00", "2026-10-12")] });
    expect(await explainOrder(database, "B-R")).toMatchObject({
      outcome: "excluded",
      reasons: ["operations_base"],
    });
  });

  test("an order that does not exist", async () => {
    await expect(explainOrder(database, "Z")).rejects.toMatchObject({
      code: "order_unknown",
      kind: "not_found",
      details: { orderNo: "Z" },
    });
  });
});
