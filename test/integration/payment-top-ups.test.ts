import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listTopUps, type TopUpRow } from "../../src/lifecycle/payment/list-payments.js";
import { recordTopUp, type TopUp } from "../../src/lifecycle/payment/record-top-up.js";
import { emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { approve, run, testNow } from "../support/engine.js";
import { lifecycle, refusals, statusOf, trailOf } from "../support/lifecycle.js";
import { loadFacts } from "../support/load-facts.js";
import { refund, sale, smallWorld } from "../support/story.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

/** The second deficit in a row: what is owed has to be paid back (R-S4). */
const due = "202612-P1-B1300F0600-01";
const owed = "37.52";
beforeEach(async () => {
  await emptyBooks(database);
  const a = sale("A", "1000.00");
  await loadFacts(database, { ...smallWorld, orders: [a] });
  await run(database, "2026-10");
  await approve(database, "2026-10");
  await loadFacts(database, { orders: [refund(a, "A-1", "-200.00", "2026-11-02")] });
  await run(database, "2026-11");
  await approve(database, "2026-11");
  await loadFacts(database, { orders: [refund(a, "A-2", "-200.00", "2026-12-02")] });
  await run(database, "2026-12");
  await approve(database, "2026-12");
});

const record = (topUp: Partial<TopUp> = {}) =>
  recordTopUp(database, {
    ...{ statementNo: due, amount: "10", reference: "R1", receivedOn: "2027-02-01" },
    ...{ actor: "preparer", now: testNow },
    ...topUp,
  });
const listed = async (): Promise<TopUpRow[]> => {
  const rows: TopUpRow[] = [];
  for await (const row of listTopUps(database, {})) rows.push(row);
  return rows;
};

describe("R-S4: what settlees pay back", () => {
  test("comes in parts, and is over with the last", async () => {
    expect(await statusOf(database, due)).toBe("top_up_due");
    expect(await record()).toEqual({
      ...{ statementNo: due, status: "top_up_due", owed, received: "10.00", left: "27.52" },
    });
    expect(await record({ reference: " R2 ", amount: "27.52" })).toMatchObject({
      ...{ status: "top_up_received", received: owed, left: "0.00" },
    });
    expect(await statusOf(database, due)).toBe("top_up_received");
    expect((await trailOf(database, due)).slice(-2)).toEqual([
      "receive_top_up: top_up_due → top_up_due by preparer",
      "receive_top_up: top_up_due → top_up_received by preparer",
    ]);
    expect(await listed()).toMatchObject([
      {
        ...{ statementNo: due, settleeNo: "P1", status: "top_up_received", owed, left: "0.00" },
        receipts: [
          { reference: "R1", amount: "10.00", receivedOn: "2027-02-01", recordedBy: "preparer" },
          { reference: "R2", amount: "27.52" },
        ],
      },
    ]);
  });

  test("is never more than is owed, nor one receipt twice, nor two at once", async () => {
    await expect(record({ amount: "37.53" })).rejects.toMatchObject({
      ...{ code: "top_up_too_much", rule: "R-S4" },
    });
    await record();
    await expect(record()).rejects.toMatchObject({ code: "top_up_reference_used" });
    const both = await Promise.allSettled([
      record({ reference: "R2", amount: "20" }),
      record({ reference: "R3", amount: "20" }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await listed())[0]).toMatchObject({ received: "30.00", left: "7.52" });
    const other = record({ statementNo: "202610-P1-B1300F0600-01", reference: "R9" });
    await expect(other).rejects.toMatchObject({ code: "transition_impossible" });
    await expect(record({ statementNo: "no" })).rejects.toMatchObject({
      code: "statement_unknown",
    });
  });

  test.each([
    [{ amount: "0" }, "top_up_value"],
    [{ amount: "-1" }, "top_up_value"],
    [{ amount: "1.234" }, "top_up_value"],
    [{ reference: "  " }, "top_up_value"],
    [{ reference: "a\u0000b" }, "top_up_value"],
    [{ receivedOn: "2027-02-04" }, "top_up_value"],
  ])("%j is refused", async (topUp, code) => {
    await expect(record(topUp)).rejects.toMatchObject({ code });
    expect((await listed())[0]).toMatchObject({ received: "0.00", left: owed, receipts: [] });
  });

  test("once begun, the statement is not recalled any more", async () => {
    await record();
    const refused = await lifecycle.recall(database, [due]);
    expect(refusals(refused)).toEqual([`${due} R-S4 top_up_begun`]);
    expect(await statusOf(database, due)).toBe("top_up_due");
    const direct = database.pool.query("delete from top_up");
    await expect(direct).rejects.toMatchObject({ code: "YJ001" });
  });
});
