import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { verifyPeriod } from "../../src/settlement/verify.js";
import { emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { approve, run } from "../support/engine.js";
import { loadFacts } from "../support/load-facts.js";
import { product, refund, sale, smallWorld, terms, usage } from "../support/story.js";

// Books that were tampered with so that every line follows from itself: what contradicts them stands elsewhere.

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const floored = { product_no: "FLOOR", floor_amount: "700.00" };
const above = sale("ABOVE", "1000.00", "2026-10-05", floored);
const below = sale("BELOW", "500.00", "2026-10-05", floored);
beforeEach(async () => {
  await emptyBooks(database);
  await loadFacts(database, {
    ...smallWorld,
    products: [product("SAAS"), product("FLOOR", { share_model: "floor_discount" })],
    productTerms: [terms("SAAS", "0.1"), terms("FLOOR", "0.2")],
    orders: [
      above,
      below,
      refund(above, "ABOVE-R", "-100.00", "2026-10-20", { floor_amount: "-40.00" }),
      refund(below, "BELOW-R", "-100.00", "2026-10-20", { floor_amount: "-40.00" }),
      usage("U1", "60.00"),
      usage("U2", "40.00"),
    ],
  });
  await run(database, "2026-10");
});

const statementNo = "202610-P1-B1300F0600-01";

async function tamper(update: string): Promise<void> {
  await database.pool.query(update);
  await database.pool.query(
    `update statement s set amount = t.amount, net_amount = divide_to_cent(t.amount, 1.06),
       tax_amount = t.amount - divide_to_cent(t.amount, 1.06)
     from (select statement_id, sum(amount) as amount from draft_line group by statement_id) t
     where t.statement_id = s.statement_id`,
  );
}

async function expectMismatch(amount: string, recomputed: string): Promise<void> {
  const { mismatches } = await verifyPeriod(database, "2026-10");
  expect(mismatches).toEqual([{ statementNo, lineNo: null, amount, recomputed }]);
  const { refused } = await approve(database, "2026-10");
  expect(refused).toMatchObject([{ statementNo, error: { code: "does_not_verify" } }]);
}

test("R-A6: a refund at 0 is right where its original was below its floor", async () => {
  expect((await verifyPeriod(database, "2026-10")).mismatches).toEqual([]);
});

test("R-A6: a refund at 0 is wrong where its original was not", async () => {
  await tamper(
    "update draft_line set share_base = 0, amount = 0 where kind = 'refund' and share_base <> 0",
  );
  // (−100 − −40) × 0.2 / 1.13 × 1.06 = −11.256…
  await expectMismatch("0.00", "-11.26");
});

test("R-A7: usage is the sum of its orders", async () => {
  await tamper(
    `update draft_line set deal_amount = 1000, cash_consumption = 1000, share_base = 1000, amount = 93.81
     where kind = 'usage'`,
  );
  await expectMismatch("93.81", "9.38");
});
