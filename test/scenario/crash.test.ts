import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { reconcile } from "../../src/settlement/reconcile.js";
import { verifyPeriod } from "../../src/settlement/verify.js";
import { dumpBooks, emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { type Death, dyingDatabase } from "../support/dying-database.js";
import { approve, run, statementsOf } from "../support/engine.js";
import { loadFacts } from "../support/load-facts.js";
import { paid, partner, product, refund, sale, smallWorld, usage } from "../support/story.js";

// R-R2: a run that dies, at any moment, leaves either the state before it or a state that running again
// completes. Here it dies before every single statement that it sends, and after the last.

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const a = sale("A", "1000.00");
const parts = sale("B", "1000.00", "2026-10-10", { settleable_ratio: "0.5" });

/**
 * October is sent. November was run, then facts changed, so that running it again touches everything a
 * run can: drafts new, changed and gone, lines and usage, corrections, deficits, outcomes that come and go.
 */
async function tellStory(): Promise<void> {
  await emptyBooks(database);
  await loadFacts(database, {
    ...smallWorld,
    products: [...(smallWorld.products ?? []), product("NINE", { output_tax_rate: "0.09" })],
    productTerms: [
      ...(smallWorld.productTerms ?? []),
      { product_no: "NINE", effective_from: "2026-01-01", share_ratio: "0.1" },
    ],
    orders: [
      a,
      parts,
      sale("C", "100.00", "2026-10-10", { partner_no: "P2" }),
      usage("U1", "5.00"),
      sale("X", "10.00", "2026-10-10", { operations_base: "true" }),
      sale("W", "10.00", "2026-10-10", { paid_at: "" }),
    ],
  });
  await run(database, "2026-10");
  await approve(database, "2026-10");
  await loadFacts(database, {
    orders: [
      sale("D", "500.00", "2026-11-03", { product_no: "NINE" }),
      sale("E", "300.00", "2026-11-03", { partner_no: "P2" }),
      usage("U2", "7.00", "2026-11-04"),
    ],
  });
  await run(database, "2026-11");
  await loadFacts(database, {
    products: [product("NINE", { output_tax_rate: "0.06" })],
    partners: [partner("P2", { business_info: "changing" })],
    orders: [
      { ...a, ...paid("1200.00") },
      { ...parts, settleable_ratio: "1" },
      refund(a, "A-R", "-700.00", "2026-11-20"),
      usage("U1", "9.00"),
      usage("U3", "2.00", "2026-11-05"),
      sale("Y", "10.00", "2026-11-10", { partner_no: "" }),
    ],
  });
}

async function expectBalanced(month: string): Promise<void> {
  expect((await reconcile(database, month)).balanced).toBe(true);
  expect((await verifyPeriod(database, month)).mismatches).toEqual([]);
}

describe("a run", () => {
  let before: string[];
  let after: string[];
  let statements: number;
  beforeAll(async () => {
    await tellStory();
    const counted = dyingDatabase(database, { at: 0 });
    before = await dumpBooks(database);
    await run(counted, "2026-11");
    statements = counted.statements();
    after = await dumpBooks(database);
    expect(after).not.toEqual(before);
    await tellStory();
    expect(await dumpBooks(database)).toEqual(before);
  });

  async function dieAt(death: Death): Promise<void> {
    const dying = dyingDatabase(database, death);
    await expect(run(dying, "2026-11"), JSON.stringify(death)).rejects.toThrow();
    expect(dying.hasDied()).toBe(true);
  }

  test("dies before each of its statements: the books are as before, or its shards are done", async () => {
    expect(statements).toBeGreaterThan(30);
    let isDone = false;
    for (let at = 1; at <= statements; at += 1) {
      await dieAt({ at });
      const books = await dumpBooks(database);
      isDone ||= books.join() === after.join();
      expect(books, `statement ${at}`).toEqual(isDone ? after : before);
      // What a dead run left is not sent before a run has balanced it.
      const { sent, refused } = await approve(database, isDone ? "2026-11" : "2026-12");
      expect(sent).toEqual([]);
      expect(new Set(refused.map(({ error }) => error.code))).toEqual(
        new Set(isDone ? ["run_did_not_balance"] : []),
      );
    }
    expect(isDone).toBe(true);
  });

  test("then running again completes, with the same result; history tells of the dead", async () => {
    await run(database, "2026-11");
    expect(await dumpBooks(database)).toEqual(after);
    await expectBalanced("2026-11");
    const { rows } = await database.pool.query("select distinct state from run order by 1");
    expect(rows.map(({ state }) => state)).toEqual(["aborted", "completed", "failed"]);
    expect((await run(database, "2026-11")).changed).toBe(false);
  });

  test("loses the answer to its commit: all is done, and a second run changes nothing", async () => {
    await tellStory();
    await dieAt({ at: statements, answerIsLost: true });
    expect(await dumpBooks(database)).toEqual(after);
    expect((await run(database, "2026-11")).changed).toBe(false);
    expect(await dumpBooks(database)).toEqual(after);
    await expectBalanced("2026-11");
  });

  test("dies with its whole process: the next run finds it out", async () => {
    await tellStory();
    await dieAt({ at: Math.floor(statements / 2), ofProcess: true });
    const { rows } = await database.pool.query(
      "select state from run order by run_id desc limit 1",
    );
    expect(rows).toEqual([{ state: "running" }]);
    await run(database, "2026-11");
    const { rows: runs } = await database.pool.query(
      "select state, failure from run order by run_id desc limit 2",
    );
    expect(runs).toEqual([
      { state: "completed", failure: null },
      { state: "aborted", failure: "the process died" },
    ]);
    expect(await dumpBooks(database)).toEqual(after);
  });
});

describe("a run that does not balance (R-R5)", () => {
  beforeEach(tellStory);

  test("fails loudly, blocks approval, and running again completes it", async () => {
    const before = await dumpBooks(database);
    await database.pool.query(
      `create function spoil() returns trigger language plpgsql as
         $$ begin new.amount := new.amount + 0.01; return new; end $$;
       create trigger spoil before insert on draft_line for each row execute function spoil()`,
    );
    try {
      await expect(run(database, "2026-11")).rejects.toMatchObject({
        code: "books_do_not_balance",
        rule: "R-R5",
      });
    } finally {
      await database.pool.query("drop function spoil() cascade");
    }
    expect(await dumpBooks(database)).toEqual(before);
    const { sent, refused } = await approve(database, "2026-11");
    expect(sent).toEqual([]);
    expect(refused.map(({ error }) => error.code)).toEqual(
      (await statementsOf(database, "2026-11")).map(() => "run_did_not_balance"),
    );
    expect(refused.length).toBeGreaterThan(0);

    await run(database, "2026-11");
    expect((await approve(database, "2026-11")).refused).toEqual([]);
    await expectBalanced("2026-11");
  });
});

describe("approving", () => {
  test("dies at each of its statements: a statement is sent whole or not at all", async () => {
    await tellStory();
    await run(database, "2026-11");
    const drafts = await statementsOf(database, "2026-11");
    const first = drafts[0]?.statementNo as string;
    const before = await dumpBooks(database);
    for (let at = 1; ; at += 1) {
      const dying = dyingDatabase(database, { at });
      await approve(dying, [first]).catch(() => undefined);
      if (!dying.hasDied()) break;
      expect(await dumpBooks(database), `statement ${at}`).toEqual(before);
    }
    expect((await statementsOf(database, "2026-11"))[0]?.status).not.toBe("draft");
    expect((await approve(database, "2026-11")).sent).toHaveLength(drafts.length - 1);
    await expectBalanced("2026-11");
    expect((await run(database, "2026-11")).changed).toBe(false);
  });

  test("loses the answer to its commit: it is sent, and sending it again is refused", async () => {
    await tellStory();
    await run(database, "2026-11");
    const [draft] = await statementsOf(database, "2026-11");
    const no = draft?.statementNo as string;
    const before = await dumpBooks(database);
    const isSent = async (): Promise<boolean> =>
      (await statementsOf(database, "2026-11"))[0]?.status !== "draft";
    for (let at = 1; !(await isSent()); at += 1) {
      expect(await dumpBooks(database), `statement ${at}`).toEqual(before);
      const dying = dyingDatabase(database, { at, answerIsLost: true });
      await expect(approve(dying, [no])).rejects.toThrow();
    }
    const { refused } = await approve(database, [no]);
    expect(refused.map(({ error }) => error.code)).toEqual(["already_sent"]);
    await expectBalanced("2026-11");
  });
});
