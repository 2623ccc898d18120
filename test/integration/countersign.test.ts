import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { withTransaction } from "../../src/platform/database/database.js";
import { emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { approve, run } from "../support/engine.js";
import {
  departments,
  lifecycle,
  refusals,
  signAll,
  statusOf,
  trailOf,
} from "../support/lifecycle.js";
import { loadFacts } from "../support/load-facts.js";
import { partner, sale, smallWorld } from "../support/story.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const [one = "", two = ""] = departments;
const p1 = "202610-P1-B1300F0600-01";
const p2 = "202610-P2-B1300F0600-01";

beforeEach(async () => {
  await emptyBooks(database);
  const orders = [sale("A", "1000.00"), sale("B", "500.00", "2026-10-10", { partner_no: "P2" })];
  await loadFacts(database, { ...smallWorld, orders });
  await run(database, "2026-10");
});

describe("review (step 2)", () => {
  test("begins, goes back with a reason, and ends with sending; each is on record", async () => {
    expect(await lifecycle.review(database, [p1])).toMatchObject({
      done: [{ statementNo: p1, status: "in_review" }],
    });
    await lifecycle.giveBack(database, [p1], { actor: "reviewer", reason: "明细待核" });
    await lifecycle.review(database, [p1]);
    await approve(database, [p1]);
    expect(await trailOf(database, p1)).toEqual([
      "generate: null → draft by operator",
      "review: draft → in_review by reviewer",
      "send_back: in_review → draft by reviewer",
      "review: draft → in_review by reviewer",
      "approve: in_review → sent by reviewer",
    ]);
  });

  test("a re-run takes everything out of review, changed or not (R-R1)", async () => {
    await lifecycle.review(database, "2026-10");
    await loadFacts(database, { orders: [sale("A2", "200.00")] });
    const again = await run(database, "2026-10");
    expect(again).toMatchObject({ changed: true, statements: { replaced: 1, unchanged: 1 } });
    expect([await statusOf(database, p1), await statusOf(database, p2)]).toEqual([
      "draft",
      "draft",
    ]);
    expect((await trailOf(database, p2)).at(-1)).toBe("regenerate: in_review → draft by operator");
  });

  test("who ran the period cannot review it, whatever the case of the name (R-W2)", async () => {
    const result = await lifecycle.review(database, [p1], " Operator");
    expect(refusals(result)).toEqual([`${p1} R-W2 runner_reviews`]);
    await expect(
      database.pool.query(
        `insert into transition (statement_no, event, from_status, to_status, actor, at, details)
         values ($1, 'approve', 'draft', 'sent', 'OPERATOR ', now(), '{}')`,
        [p1],
      ),
    ).rejects.toThrow("R-W2");
  });
});

describe("countersigning (step 3)", () => {
  beforeEach(async () => {
    await approve(database, "2026-10");
  });

  test("begins with the first signature and ends with the last", async () => {
    await lifecycle.sign(database, [p1], { actor: "li", department: two });
    expect(await statusOf(database, p1)).toBe("countersigning");
    await lifecycle.sign(database, [p1], { actor: "wang", department: one });
    expect(await statusOf(database, p1)).toBe("countersigned");
    expect(await statusOf(database, p2)).toBe("sent");
  });

  test("each department's signature is another person's, in the database too (R-W2)", async () => {
    await lifecycle.sign(database, [p1], { actor: "li", department: one });
    const again = await lifecycle.sign(database, [p1], { actor: "LI ", department: two });
    expect(refusals(again)).toEqual([`${p1} R-W2 signed_before`]);
    await expect(
      database.pool.query(
        `update signature set signer = 'Li', decision = 'signed', signed_at = now()
         where statement_no = $1 and department = $2`,
        [p1, two],
      ),
    ).rejects.toThrow("signature_person_uq");
    expect(await statusOf(database, p1)).toBe("countersigning");
    expect(await trailOf(database, p1)).toHaveLength(3);
  });

  test("a signature that comes twice changes nothing; the record has it once", async () => {
    await lifecycle.sign(database, [p1], { actor: "li", department: one });
    const again = await lifecycle.sign(database, [p1], { actor: "zhao", department: one });
    expect(refusals(again)).toEqual([`${p1} R-W2 department_answered`]);
    expect(await trailOf(database, p1)).toHaveLength(3);
  });

  test("two at once: one signature of a department", async () => {
    const both = await Promise.all(
      ["li", "wang"].map((actor) => lifecycle.sign(database, [p1], { actor, department: one })),
    );
    expect(both.flatMap(({ done }) => done)).toHaveLength(1);
    expect(both.flatMap(refusals)).toEqual([`${p1} R-W2 department_answered`]);
  });

  test("the database takes no signatures for given (R-W2)", async () => {
    await lifecycle.sign(database, [p1], { actor: "li", department: one });
    const forged = withTransaction(database, async (connection) => {
      await connection.query(
        "update statement set status = 'countersigned' where statement_no = $1",
        [p1],
      );
      await connection.query(
        `insert into transition (statement_no, event, from_status, to_status, actor, at, details)
         values ($1, 'sign', 'countersigning', 'countersigned', 'x', now(), '{}')`,
        [p1],
      );
    });
    await expect(forged).rejects.toThrow("R-W2");
    expect(await statusOf(database, p1)).toBe("countersigning");
  });

  test("one sent before it was recorded who is asked: all departments are, now", async () => {
    await database.pool.query(
      `begin; set local session_replication_role = replica;
       delete from signature; update statement set sign_round = 0; commit`,
    );
    await signAll(database, [p1]);
    expect(await statusOf(database, p1)).toBe("countersigned");
  });

  test("without saying for which department it is refused where several are open", async () => {
    const result = await lifecycle.sign(database, [p1], { actor: "li" });
    expect(refusals(result)).toEqual([`${p1} R-W2 department_unclear`]);
    const unknown = await lifecycle.sign(database, [p1], { actor: "li", department: "法务部" });
    expect(refusals(unknown)).toEqual([`${p1} R-W2 department_unknown`]);
  });

  test("one refusal returns it, locked; sent to all again, nothing of the first round counts", async () => {
    await lifecycle.sign(database, [p1], { actor: "li", department: one });
    await lifecycle.giveBack(database, [p1], {
      actor: "wang",
      department: two,
      reason: "金额有疑",
    });
    expect(await statusOf(database, p1)).toBe("returned");
    const { rows } = await database.pool.query("select count(*) from locked_line");
    expect(rows[0].count).toBe("2");
    const signed = await lifecycle.sign(database, [p1], { actor: "li", department: one });
    expect(refusals(signed)).toEqual([`${p1} R-W2 transition_impossible`]);
    await lifecycle.resend(database, [p1]);
    expect(await statusOf(database, p1)).toBe("sent");
    await signAll(database, [p1]);
    expect(await trailOf(database, p1)).toEqual([
      "generate: null → draft by operator",
      "approve: draft → sent by reviewer",
      "sign: sent → countersigning by li",
      "refuse: countersigning → returned by wang",
      "resend: returned → sent by reviewer",
      "sign: sent → countersigning by signer-1",
      "sign: countersigning → countersigned by signer-2",
    ]);
  });

  test("a refusal says why (R-W3)", async () => {
    const refused = lifecycle.giveBack(database, [p1], {
      actor: "li",
      department: one,
      reason: " ",
    });
    await expect(refused).rejects.toThrow("R-W3");
    expect(await statusOf(database, p1)).toBe("sent");
  });

  test("a settlee whose business info changes waits until it is certified (R-W5)", async () => {
    await loadFacts(database, { partners: [partner("P1", { business_info: "changing" })] });
    const result = await lifecycle.sign(database, "2026-10", { actor: "li", department: one });
    expect(result.done).toEqual([{ statementNo: p2, status: "countersigning" }]);
    expect(refusals(result)).toEqual([`${p1} R-W5 settlee_not_certified`]);
    await loadFacts(database, { partners: [partner("P1")] });
    const again = await lifecycle.sign(database, [p1], { actor: "li", department: one });
    expect(again.refused).toEqual([]);
  });

  test("a number that does not exist, and one named beside it", async () => {
    const result = await lifecycle.sign(database, ["nothing", p1], {
      actor: "li",
      department: one,
    });
    expect(result.done).toEqual([{ statementNo: p1, status: "countersigning" }]);
    expect(refusals(result)).toEqual(["nothing null statement_unknown"]);
  });
});

describe("the record (R-W3)", () => {
  test("a state that is not recorded fails at the end of its transaction", async () => {
    await approve(database, [p1]);
    const unrecorded = withTransaction(database, (connection) =>
      connection.query("update statement set status = 'paid' where statement_no = $1", [p1]),
    );
    await expect(unrecorded).rejects.toThrow("R-W3");
    expect(await statusOf(database, p1)).toBe("sent");
  });

  test("an entry begins where the last one ended", async () => {
    const skipping = database.pool.query(
      `insert into transition (statement_no, event, from_status, to_status, actor, at, details)
       values ($1, 'confirm_payment', 'paying', 'paid', 'x', now(), '{}')`,
      [p1],
    );
    await expect(skipping).rejects.toThrow("R-W3");
  });
});
