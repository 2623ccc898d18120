import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { reconcile } from "../../src/settlement/reconcile.js";
import { dumpBooks, emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { approve, linesOf, outcomesOf, run, statementsOf } from "../support/engine.js";
import { lifecycle, refusals, signAll, statusOf, trailOf } from "../support/lifecycle.js";
import { loadFacts } from "../support/load-facts.js";
import { paid, partner, refund, sale, smallWorld, usage } from "../support/story.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const p1 = "202610-P1-B1300F0600-01";
const a = sale("A", "1000.00");
const b = sale("B", "2000.00");

beforeEach(async () => {
  await emptyBooks(database);
});

async function settle(...orders: (typeof a)[]): Promise<void> {
  await loadFacts(database, { ...smallWorld, orders });
  await run(database, "2026-10");
  await approve(database, "2026-10");
}

describe("a recall (R-R1)", () => {
  test("leaves the books as they were before sending; the next run uses the number again", async () => {
    await loadFacts(database, { ...smallWorld, orders: [a, b, usage("U", "300.00")] });
    await run(database, "2026-10");
    const before = await dumpBooks(database);
    await approve(database, [p1]);
    await lifecycle.recall(database, [p1]);
    expect(await statusOf(database, p1)).toBe("recalled");
    expect(await run(database, "2026-10")).toMatchObject({
      changed: false,
      statements: { unchanged: 1, total: 1 },
    });
    expect(await dumpBooks(database)).toEqual(before);
    await approve(database, [p1]);
    expect(await trailOf(database, p1)).toEqual([
      "generate: null → draft by operator",
      "approve: draft → sent by reviewer",
      "recall: sent → recalled by reviewer",
      "regenerate: recalled → draft by operator",
      "approve: draft → sent by reviewer",
    ]);
  });

  test("keeps the version that was sent as a record that nobody changes", async () => {
    await settle(a);
    await lifecycle.recall(database, [p1]);
    await loadFacts(database, { orders: [{ ...a, ...paid("3000.00") }] });
    await run(database, "2026-10");
    const kept = await database.pool.query(
      `select statement_no, version, amount, sent_by, recalled_by, reason from recalled_statement`,
    );
    expect(kept.rows).toEqual([
      {
        ...{ statement_no: p1, version: 1, amount: "93.81", sent_by: "reviewer" },
        ...{ recalled_by: "reviewer", reason: "税率有误" },
      },
    ]);
    const lines = await database.pool.query(`select amount, kind from recalled_line`);
    expect(lines.rows).toEqual([{ amount: "93.81", kind: "order" }]);
    expect(await linesOf(database, "2026-10")).toMatchObject([{ amount: "281.42" }]);
    for (const table of ["recalled_statement", "recalled_line", "recalled_usage_item"]) {
      await expect(database.pool.query(`delete from ${table}`)).rejects.toThrow("R-W3");
    }
  });

  test("waits for a run before it can be approved", async () => {
    await settle(a);
    await lifecycle.recall(database, [p1]);
    expect(refusals(await approve(database, [p1]))).toEqual([`${p1} R-R1 recalled_not_run`]);
    expect((await approve(database, "2026-10")).sent).toEqual([]);
    expect((await reconcile(database, "2026-10")).balanced).toBe(true);
  });

  test("whose key the next run does not give is void for ever, its number too (R-W7)", async () => {
    await settle(a);
    await lifecycle.recall(database, [p1]);
    await loadFacts(database, { partners: [partner("P1", { service_fee_rate: "0.01" })] });
    expect(await run(database, "2026-10")).toMatchObject({
      amount: "89.38",
      statements: { created: 1, discarded: 1, total: 1 },
    });
    expect(await statusOf(database, p1)).toBe("void");
    expect((await trailOf(database, p1)).at(-1)).toBe("cancel: recalled → void by operator");
    const other = "202610-P1-B1300F0100-01";
    expect((await statementsOf(database, "2026-10")).map((it) => it.statementNo)).toEqual([other]);
    // Back at the old rate the number is not used again.
    await loadFacts(database, { partners: [partner("P1")] });
    await run(database, "2026-10");
    expect((await statementsOf(database, "2026-10")).map((it) => it.statementNo)).toEqual([
      "202610-P1-B1300F0600-02",
    ]);
    expect((await reconcile(database, "2026-10")).balanced).toBe(true);
  });

  test("beside a supplement's draft: one statement comes of both", async () => {
    await settle(a);
    await loadFacts(database, { orders: [b] });
    await run(database, "2026-10");
    await lifecycle.recall(database, [p1]);
    await run(database, "2026-10");
    const statements = await statementsOf(database, "2026-10");
    expect(statements).toMatchObject([{ statementNo: p1, amount: "281.42", lineCount: 2 }]);
    expect((await reconcile(database, "2026-10")).balanced).toBe(true);
    expect(await outcomesOf(database, "2026-10")).toMatchObject([
      { orderNo: "A", outcome: "settled" },
      { orderNo: "B", outcome: "settled" },
    ]);
  });

  test("its orders are on no other month's draft until the month is run again", async () => {
    await settle(a);
    await lifecycle.recall(database, [p1]);
    await loadFacts(database, { orders: [sale("N", "10.00", "2026-11-05")] });
    await run(database, "2026-11");
    expect((await linesOf(database, "2026-11")).map((line) => line.orderNo)).toEqual(["N"]);
  });
});

describe("a recall is refused (R-R1)", () => {
  test("while a refund that was sent rests on one of its lines", async () => {
    await settle(a);
    await loadFacts(database, { orders: [refund(a, "R", "-100.00", "2026-11-05")] });
    await run(database, "2026-11");
    expect((await lifecycle.recall(database, [p1])).done).toHaveLength(1);
    // The refund's draft was computed from what is gone.
    await run(database, "2026-10");
    await approve(database, "2026-10");
    await run(database, "2026-11");
    await approve(database, "2026-11");
    const result = await lifecycle.recall(database, [p1]);
    expect(refusals(result)).toEqual([`${p1} R-R1 recall_rested_on`]);
    expect(await statusOf(database, p1)).toBe("sent");
  });

  test("a refund's draft cannot be sent while its original is taken back (R-A9)", async () => {
    await settle(a);
    await loadFacts(database, { orders: [refund(a, "R", "-100.00", "2026-11-05")] });
    await run(database, "2026-11");
    await lifecycle.recall(database, [p1]);
    const p1Next = "202611-P1-B1300F0600-01";
    expect(refusals(await approve(database, [p1Next]))).toEqual([
      `${p1Next} R-A9 original_not_settled`,
    ]);
    await run(database, "2026-10");
    expect((await approve(database, [p1Next])).refused).toEqual([]);
    await approve(database, [p1]);
    // Sent first or last: it rests on its original.
    expect(refusals(await lifecycle.recall(database, [p1]))).toEqual([
      `${p1} R-R1 recall_rested_on`,
    ]);
  });

  test("while a sent adjustment rests on it; the adjustment can be recalled, and then it", async () => {
    await settle(a);
    await loadFacts(database, { orders: [{ ...a, ...paid("1500.00") }] });
    await run(database, "2026-11");
    await approve(database, "2026-11");
    const p1Next = "202611-P1-B1300F0600-01";
    expect(refusals(await lifecycle.recall(database, [p1]))).toEqual([
      `${p1} R-R1 recall_rested_on`,
    ]);
    expect((await lifecycle.recall(database, [p1Next])).refused).toEqual([]);
    expect((await lifecycle.recall(database, [p1])).refused).toEqual([]);
    // What stands on a draft belongs to it until it is run again (R-E12); that run leaves it to its own month.
    expect(refusals(await approve(database, [p1Next]))).toEqual([
      `${p1Next} R-R1 recalled_not_run`,
    ]);
    await run(database, "2026-11");
    expect(await statusOf(database, p1Next)).toBe("void");
    await run(database, "2026-10");
    expect(await statementsOf(database, "2026-10")).toMatchObject([
      { statementNo: p1, amount: "140.71", status: "draft" },
    ]);
    expect(await statementsOf(database, "2026-11")).toEqual([]);
  });

  test("while its deficit was brought forward on a sent statement; a draft that has it is stale", async () => {
    await settle(a);
    await loadFacts(database, { orders: [refund(a, "R", "-1000.00", "2026-11-05")] });
    await run(database, "2026-11");
    await approve(database, "2026-11");
    const deficit = "202611-P1-B1300F0600-01";
    expect(await statusOf(database, deficit)).toBe("deficit");
    await loadFacts(database, { orders: [sale("C", "5000.00", "2026-12-05")] });
    await run(database, "2026-12");
    const next = "202612-P1-B1300F0600-01";
    await lifecycle.recall(database, [deficit]);
    expect(refusals(await approve(database, [next]))).toEqual([`${next} R-S5 does_not_verify`]);
    await run(database, "2026-11");
    await approve(database, "2026-11");
    await run(database, "2026-12");
    expect((await approve(database, [next])).refused).toEqual([]);
    expect(refusals(await lifecycle.recall(database, [deficit]))).toEqual([
      `${deficit} R-R1 recall_rested_on`,
    ]);
  });

  test("after the invoice is wanted, and of what was never sent", async () => {
    await loadFacts(database, { ...smallWorld, orders: [a] });
    await run(database, "2026-10");
    expect(refusals(await lifecycle.recall(database, [p1]))).toEqual([
      `${p1} R-R1 transition_impossible`,
    ]);
  });
});

describe("a question (R-W4)", () => {
  beforeEach(() => settle(a));

  test("stops the statement until it is answered, and it goes on where it stood", async () => {
    await lifecycle.sign(database, [p1], { actor: "li", department: "财务部" });
    const { questionId } = await lifecycle.ask(database, p1, 1);
    expect(await statusOf(database, p1)).toBe("questioned");
    expect(refusals(await signAll(database, [p1]))).toEqual([`${p1} R-W2 transition_impossible`]);
    expect(await lifecycle.answer(database, questionId, "stands")).toEqual({
      statementNo: p1,
      status: "countersigning",
    });
    const { questions } = await lifecycle.history(database, p1);
    expect(questions).toMatchObject([
      { lineNo: 1, raisedBy: "partner", outcome: "stands", answeredBy: "operator" },
    ]);
  });

  test("of several the last answer lets it go on", async () => {
    const first = await lifecycle.ask(database, p1);
    const second = await lifecycle.ask(database, p1, 1);
    await lifecycle.answer(database, second.questionId, "corrected");
    expect(await statusOf(database, p1)).toBe("questioned");
    await expect(lifecycle.answer(database, second.questionId, "stands")).rejects.toThrow("R-W4");
    await lifecycle.answer(database, first.questionId, "stands");
    expect(await statusOf(database, p1)).toBe("sent");
  });

  test("answered by recall takes the statement back and answers what else is open", async () => {
    const { questionId } = await lifecycle.ask(database, p1);
    await lifecycle.ask(database, p1, 1);
    await lifecycle.answer(database, questionId, "recalled");
    expect(await statusOf(database, p1)).toBe("recalled");
    const { questions } = await lifecycle.history(database, p1);
    expect(questions.map(({ outcome }) => outcome)).toEqual(["recalled", "recalled"]);
    await run(database, "2026-10");
    expect(await statusOf(database, p1)).toBe("draft");
  });

  test("is refused about a draft, a line that is not there, and without a word", async () => {
    await expect(lifecycle.ask(database, p1, 9)).rejects.toThrow("has no line 9");
    await lifecycle.recall(database, [p1]);
    await expect(lifecycle.ask(database, p1)).rejects.toThrow("R-W4");
    await expect(lifecycle.ask(database, "none")).rejects.toThrow("no statement");
  });

  test("tells staff, and the settlee of the answer, through the outbox", async () => {
    const { questionId } = await lifecycle.ask(database, p1);
    await lifecycle.answer(database, questionId, "stands");
    const { rows } = await database.pool.query(
      `select payload ->> 'kind' as kind, payload ->> 'to' as to from outbox
       where topic = 'deliver-notice' and payload ->> 'kind' like 'question%' order by outbox_id`,
    );
    expect(rows).toEqual([
      { kind: "question_raised", to: "staff" },
      { kind: "question_answered", to: "settlee:P1" },
    ]);
  });
});
