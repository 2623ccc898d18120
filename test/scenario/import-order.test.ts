import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dumpBooks, emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { approve, run } from "../support/engine.js";
import { loadFacts } from "../support/load-facts.js";
import type { FactRows, Row } from "../support/model/facts.js";
import { generateScenario } from "../support/scenario-generator.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

/** All facts of a generated story as they stand at its end. */
function finalFacts(seed: number): Required<FactRows> {
  const tables = {
    partners: new Map(),
    products: new Map(),
    productTerms: new Map(),
    orders: new Map(),
  };
  const keyOf = (row: Row): string =>
    [row.order_no, row.partner_no, row.product_no, row.effective_from].find(Boolean) as string;
  for (const step of generateScenario(seed, { orders: 12, steps: 8 }).steps) {
    if (step[0] !== "import") continue;
    for (const [table, rows] of Object.entries(step[1])) {
      for (const row of rows as Row[]) {
        const key =
          table === "productTerms" ? `${row.product_no} ${row.effective_from}` : keyOf(row);
        tables[table as keyof typeof tables].set(key, row);
      }
    }
  }
  return {
    partners: [...tables.partners.values()],
    products: [...tables.products.values()],
    productTerms: [...tables.productTerms.values()],
    orders: [...tables.orders.values()],
  };
}

const months = ["2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11"];

async function settleAll(): Promise<string[]> {
  for (const month of months) {
    await run(database, month);
    await approve(database, month);
    if (Number(month.slice(5)) % 3 === 0)
      await approve(database, `2026Q${Number(month.slice(5)) / 3}`);
  }
  return dumpBooks(database);
}

/** The refunds of an original come together, with it or after it (R-IN2, R-IN3). */
function inDeliveries(orders: readonly Row[], places: readonly number[]): Row[][] {
  const at = new Map(
    orders.map((row, index) => [row.order_no, places[index % places.length] ?? 0]),
  );
  const deliveries: Row[][] = [[], [], [], []];
  for (const row of orders) {
    const isRefund = row.order_type === "refund";
    const family = at.get(isRefund ? row.original_order_no : row.order_no) ?? 0;
    deliveries[isRefund ? Math.max(family, places[0] ?? 0) : family]?.push(row);
  }
  return deliveries;
}

const places = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 5, maxLength: 40 });

test("the order of import does not matter", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 100_000 }), places, async (seed, where) => {
      const facts = finalFacts(seed);
      await emptyBooks(database);
      await loadFacts(database, facts);
      const together = await settleAll();

      await emptyBooks(database);
      const { partners, products } = facts;
      await loadFacts(database, { partners, products });
      const [first = [], ...others] = inDeliveries(facts.orders, where);
      await loadFacts(database, { orders: [...first].reverse() });
      await loadFacts(database, { productTerms: facts.productTerms });
      for (const orders of others) await loadFacts(database, { orders: [...orders].reverse() });
      expect(await settleAll()).toEqual(together);
    }),
    // The same stories every time; a smaller example would take minutes, the seed is enough.
    { numRuns: 4, seed: 1, endOnFailure: true },
  );
});

test("importing the same again between runs changes nothing", async () => {
  const facts = finalFacts(7);
  await emptyBooks(database);
  await loadFacts(database, facts);
  const once = await settleAll();
  await emptyBooks(database);
  await loadFacts(database, facts);
  for (const month of months) {
    await run(database, month);
    const counts = await loadFacts(database, facts);
    for (const { inserted, updated } of Object.values(counts)) expect(inserted + updated).toBe(0);
  }
  await emptyBooks(database);
  await loadFacts(database, facts);
  await loadFacts(database, facts);
  expect(await settleAll()).toEqual(once);
});
