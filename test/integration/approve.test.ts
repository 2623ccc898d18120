import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { approve, run, statementsOf } from "../support/engine.js";
import { loadFacts } from "../support/load-facts.js";
import { partner, product, refund, sale, smallWorld, terms } from "../support/story.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const a = sale("A", "1000.00");
const b = sale("B", "500.00", "2026-10-10", { partner_no: "P2" });
beforeEach(async () => {
  await emptyBooks(database);
  await loadFacts(database, { ...smallWorld, orders: [a, b] });
  await run(database, "2026-10");
});

const first = "202610-P1-B1300F0600-01";
const second = "202610-P2-B1300F0600-01";

async function statusOf(label: string): Promise<[string, string][]> {
  const statements = await statementsOf(database, label);
  return statements.map(({ statementNo, status }) => [statementNo, status]);
}

describe("step 2", () => {
  test("sends and locks every draft of a label, with who and when", async () => {
    expect(await approve(database, "2026-10")).toEqual({
      sent: [
        { statementNo: first, status: "sent" },
        { statementNo: second, status: "sent" },
      ],
      refused: [],
    });
    const { rows } = await database.pool.query(
      `select statement_no, sent_by, sent_at = '2027-02-03 02:00+08' as in_time,
         (select count(*) from draft_line) as drafts, (select count(*) from locked_line) as locked
       from statement order by statement_no`,
    );
    expect(rows).toEqual(
      [first, second].map((statement_no) => ({
        statement_no,
        sent_by: "reviewer",
        in_time: true,
        drafts: "0",
        locked: "2",
      })),
    );
  });

  test("without a draft sends nothing and is content", async () => {
    expect(await approve(database, "2026-09")).toEqual({ sent: [], refused: [] });
    await approve(database, "2026-10");
    expect(await approve(database, "2026-10")).toEqual({ sent: [], refused: [] });
  });

  test("by number sends those only; what cannot be sent is told, and the others go on", async () => {
    await approve(database, [first]);
    const { sent, refused } = await approve(database, [first, second, "202610-P9-B1300F0600-01"]);
    expect(sent).toEqual([{ statementNo: second, status: "sent" }]);
    expect(refused.map(({ statementNo, error }) => [statementNo, error.code])).toEqual([
      [first, "already_sent"],
      ["202610-P9-B1300F0600-01", "statement_unknown"],
    ]);
  });

  test("R-W2: who ran the period cannot review it", async () => {
    const { sent, refused } = await approve(database, "2026-10", "operator");
    expect(sent).toEqual([]);
    expect(refused).toMatchObject([
      { statementNo: first, rule: "R-W2", error: { code: "runner_reviews", kind: "refused" } },
      { statementNo: second, rule: "R-W2" },
    ]);
    expect((await statusOf("2026-10")).map(([, status]) => status)).toEqual(["draft", "draft"]);
  });

  test("R-W2 binds whoever ran the period, if only for another settlee", async () => {
    await run(database, "2026-10", { partners: ["P2"], actor: "reviewer" });
    const { sent, refused } = await approve(database, "2026-10");
    expect(sent).toEqual([]);
    expect(refused).toMatchObject([
      { statementNo: first, rule: "R-W2" },
      { statementNo: second, rule: "R-W2" },
    ]);
  });

  test("a run that failed to balance blocks the period until what it ran is run again (R-R5)", async () => {
    await database.pool.query(
      `insert into run (period, settlees, actor, import_id, state, started_at)
       values ('2026-10', '{P2}', 'operator', 0, 'failed', now())`,
    );
    const expectBlocked = async (): Promise<void> => {
      const { sent, refused } = await approve(database, "2026-10");
      expect(sent).toEqual([]);
      expect(refused.map(({ error }) => error.code)).toEqual(Array(2).fill("run_did_not_balance"));
    };
    await expectBlocked();
    await run(database, "2026-10", { partners: ["P1"] });
    await expectBlocked();
    await run(database, "2026-10", { partners: ["P2"] });
    expect((await approve(database, "2026-10")).refused).toEqual([]);
  });
});

describe("R-S4: status after sending, by amount", () => {
  test("positive, zero, negative, and negative with a brought-forward line", async () => {
    await approve(database, "2026-10");
    const c = sale("C", "100.00", "2026-11-03", { partner_no: "P3" });
    await loadFacts(database, {
      partners: [partner("P3")],
      orders: [
        refund(a, "A-R", "-400.00", "2026-11-02"),
        c,
        refund(c, "C-R", "-100.00", "2026-11-04"),
        sale("D", "300.00", "2026-11-05", { partner_no: "P2" }),
      ],
    });
    await run(database, "2026-11");
    await approve(database, "2026-11");
    expect(await statusOf("2026-11")).toEqual([
      ["202611-P1-B1300F0600-01", "deficit"],
      ["202611-P2-B1300F0600-01", "sent"],
      ["202611-P3-B1300F0600-01", "closed"],
    ]);
    await loadFacts(database, { orders: [refund(b, "B-R", "-500.00", "2026-12-02")] });
    await run(database, "2026-12");
    await approve(database, "2026-12");
    expect(await statusOf("2026-12")).toEqual([
      ["202612-P1-B1300F0600-01", "top_up_due"],
      ["202612-P2-B1300F0600-01", "deficit"],
    ]);
  });
});

describe("labels", () => {
  test("approving a month sends nothing of the quarter that its run made", async () => {
    await loadFacts(database, {
      partners: [partner("P1", { settlement_cycle: "quarterly" })],
      products: [product("NINE", { output_tax_rate: "0.09" })],
      productTerms: [terms("NINE", "0.1")],
      orders: [
        sale("D", "300.00", "2026-12-05", { partner_no: "P2" }),
        sale("E", "1.00", "2026-12-05"),
      ],
    });
    await run(database, "2026-10");
    await approve(database, "2026-10");
    await run(database, "2026-12");
    const { sent } = await approve(database, "2026-12");
    expect(sent).toEqual([{ statementNo: "202612-P2-B1300F0600-01", status: "sent" }]);
    expect(await statusOf("2026Q4")).toEqual([["2026Q4-P1-B1300F0600-01", "draft"]]);
    await approve(database, "2026Q4");
    expect(await statusOf("2026Q4")).toEqual([["2026Q4-P1-B1300F0600-01", "sent"]]);
  });

  test.each(["2026-1", "2026Q5", ""])("%j is no label", async (label) => {
    await expect(approve(database, label)).rejects.toMatchObject({ code: "period_form" });
  });
});
