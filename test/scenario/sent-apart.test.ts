import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { reconcile } from "../../src/settlement/reconcile.js";
import { verifyPeriod } from "../../src/settlement/verify.js";
import { emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { approve, linesOf, run, statementsOf } from "../support/engine.js";
import { loadFacts } from "../support/load-facts.js";
import { product, refund, sale, smallWorld, terms } from "../support/story.js";

// Statements are sent one by one: what one run put on two statements may be sent in two steps, with runs
// and new facts between them.

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const a = sale("A", "1000.00", "2026-09-10");
beforeEach(async () => {
  await emptyBooks(database);
  await loadFacts(database, {
    ...smallWorld,
    products: [product("SAAS"), product("SIX", { output_tax_rate: "0.06" })],
    productTerms: [terms("SAAS", "0.1"), terms("SIX", "0.1")],
    orders: [a],
  });
  await run(database, "2026-09");
  await approve(database, "2026-09");
});

async function lines(label: string): Promise<string[]> {
  const found = await linesOf(database, label);
  return found.map((line) => `${line.statementNo} ${line.kind} ${line.amount}`);
}

async function expectSound(month: string): Promise<void> {
  expect((await verifyPeriod(database, month)).mismatches).toEqual([]);
  expect((await reconcile(database, month)).balanced).toBe(true);
}

test("a changed tax rate, twice, with only one half of the first change sent", async () => {
  await loadFacts(database, { products: [product("SAAS", { output_tax_rate: "0.06" })] });
  await run(database, "2026-10");
  expect(await lines("2026-10")).toEqual([
    "202610-P1-B0600F0600-01 adjustment 100.00",
    "202610-P1-B1300F0600-01 adjustment -93.81",
  ]);
  await approve(database, ["202610-P1-B0600F0600-01"]);
  await run(database, "2026-10");
  expect(await lines("2026-10")).toHaveLength(2);

  await loadFacts(database, { products: [product("SAAS", { output_tax_rate: "0.09" })] });
  await run(database, "2026-10");
  // 1000.00 × 0.1 / 1.09 × 1.06 = 97.247…; all that stands at 13 % and at 6 % is taken back.
  expect(await lines("2026-10")).toEqual([
    "202610-P1-B0600F0600-01 adjustment 100.00",
    "202610-P1-B0600F0600-02 adjustment -100.00",
    "202610-P1-B0900F0600-01 adjustment 97.25",
    "202610-P1-B1300F0600-01 adjustment -93.81",
  ]);
  await expectSound("2026-10");
  expect((await run(database, "2026-10")).changed).toBe(false);
  await approve(database, "2026-10");
  await run(database, "2026-11");
  expect((await lines("2026-11")).filter((line) => line.includes("adjustment"))).toEqual([]);
});

test.each([
  ["who gives", "202611-P1-B0600F0600-01", "closed"],
  ["who receives", "202611-P1-B1300F0600-01", "top_up_due"],
])("a set-off of which only %s was sent keeps its other half", async (_, first, status) => {
  await loadFacts(database, { orders: [refund(a, "A-R", "-1000.00", "2026-10-05")] });
  await run(database, "2026-10");
  await approve(database, "2026-10");
  await loadFacts(database, { orders: [sale("B", "500.00", "2026-11-05", { product_no: "SIX" })] });
  await run(database, "2026-11");
  const together = [
    "202611-P1-B0600F0600-01 order 50.00",
    "202611-P1-B0600F0600-01 set_off -50.00",
    "202611-P1-B1300F0600-01 brought_forward -93.81",
    "202611-P1-B1300F0600-01 set_off 50.00",
  ];
  expect(await lines("2026-11")).toEqual(together);
  expect((await approve(database, [first])).sent).toEqual([{ statementNo: first, status }]);
  expect((await run(database, "2026-11")).changed).toBe(false);
  expect(await lines("2026-11")).toEqual(together);
  await approve(database, "2026-11");
  expect((await statementsOf(database, "2026-11")).map((each) => each.status)).toEqual([
    "closed",
    "top_up_due",
  ]);
  await expectSound("2026-11");
});

test("a refund on another statement than its sale waits for nothing", async () => {
  await loadFacts(database, {
    products: [product("SAAS", { output_tax_rate: "0.06" })],
    orders: [refund(a, "A-R", "-1000.00", "2026-10-05"), sale("B", "10.00", "2026-10-06")],
  });
  await run(database, "2026-10");
  // A moves from 13 % to 6 %, its refund settles at 6 % only.
  expect(await lines("2026-10")).toEqual([
    "202610-P1-B0600F0600-01 order 1.00",
    "202610-P1-B0600F0600-01 refund -100.00",
    "202610-P1-B0600F0600-01 adjustment 100.00",
    "202610-P1-B1300F0600-01 adjustment -93.81",
  ]);
  await approve(database, ["202610-P1-B0600F0600-01"]);
  expect((await run(database, "2026-10")).changed).toBe(false);
  await approve(database, "2026-10");
  await expectSound("2026-10");
});
