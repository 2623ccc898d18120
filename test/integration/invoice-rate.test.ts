import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { approve, linesOf, run } from "../support/engine.js";
import { invoicing } from "../support/invoices.js";
import { signAll, statusOf } from "../support/lifecycle.js";
import { loadFacts } from "../support/load-facts.js";
import { paid, partner, sale, smallWorld } from "../support/story.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

test("a correction keeps the rate of the order's first line, and is invoiced at it (R-A10, R-W7)", async () => {
  await emptyBooks(database);
  const a = sale("A", "1000.00", "2026-09-10");
  await loadFacts(database, { ...smallWorld, orders: [a] });
  await run(database, "2026-09");
  await approve(database, "2026-09");
  await loadFacts(database, {
    partners: [partner("P1", { service_fee_rate: "0.01" })],
    orders: [{ ...a, ...paid("1500.00") }, sale("B", "1000.00", "2026-10-10")],
  });
  await run(database, "2026-10");
  await approve(database, "2026-10");
  const [corrected, fresh] = ["202610-P1-B1300F0600-01", "202610-P1-B1300F0100-01"];
  expect(await linesOf(database, "2026-10")).toMatchObject([
    { statementNo: fresh, orderNo: "B", serviceFeeRate: "0.01" },
    { statementNo: corrected, orderNo: "A", kind: "adjustment", serviceFeeRate: "0.06" },
  ]);
  await signAll(database, [corrected, fresh]);
  const result = await invoicing.request(database, [corrected, fresh]);
  expect(result.refused).toEqual([]);
  expect(await statusOf(database, corrected)).toBe("invoice_requested");
  expect(await statusOf(database, fresh)).toBe("invoice_requested");
});
