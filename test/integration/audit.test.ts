import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type AuditResult, sealDay, verifyRecord } from "../../src/lifecycle/audit.js";
import { emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { approve, run } from "../support/engine.js";
import { lifecycle, signAll } from "../support/lifecycle.js";
import { loadFacts } from "../support/load-facts.js";
import { sale, smallWorld } from "../support/story.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const p1 = "202610-P1-B1300F0600-01";
const p2 = "202610-P2-B1300F0600-01";

beforeEach(async () => {
  await emptyBooks(database);
  const orders = [sale("A", "1000.00"), sale("B", "500.00", "2026-10-10", { partner_no: "P2" })];
  await loadFacts(database, { ...smallWorld, orders });
  await run(database, "2026-10");
  await approve(database, "2026-10");
  await signAll(database, [p1]);
});

/** As somebody would who may switch triggers off: the owner of the database. */
async function tamper(...statements: string[]): Promise<void> {
  const connection = await database.pool.connect();
  try {
    await connection.query("begin");
    await connection.query("set local session_replication_role = replica");
    for (const statement of statements) await connection.query(statement);
    await connection.query("commit");
  } finally {
    await connection.query("rollback");
    connection.release();
  }
}

/** `fault statement entry seal`. */
async function faults(): Promise<string[]> {
  const result: AuditResult = await verifyRecord(database);
  return result.faults.map(({ fault, statementNo, entryNo, sealNo }) =>
    [fault, statementNo, entryNo, sealNo].filter((it) => it !== null).join(" "),
  );
}

describe("a record that nobody touched", () => {
  test("proves itself, sealed or not, and goes on being sealed", async () => {
    expect(await verifyRecord(database)).toEqual({
      entries: 6,
      statements: 2,
      seals: 0,
      faults: [],
    });
    expect(await sealDay(database, "2026-11-03")).toBe(2);
    expect(await verifyRecord(database)).toMatchObject({ seals: 1, faults: [] });
    // A day on which nothing moved is sealed all the same: the chain of seals has every day.
    expect(await sealDay(database, "2026-11-04")).toBe(0);
    await lifecycle.ask(database, p2);
    expect(await sealDay(database, "2026-11-05")).toBe(1);
    expect(await verifyRecord(database)).toEqual({
      entries: 7,
      statements: 2,
      seals: 3,
      faults: [],
    });
  });

  test("seals a day once, and no day after a later one", async () => {
    await sealDay(database, "2026-11-04");
    await lifecycle.ask(database, p2);
    expect(await sealDay(database, "2026-11-04")).toBeNull();
    expect(await sealDay(database, "2026-11-03")).toBeNull();
    const both = await Promise.all([
      sealDay(database, "2026-11-05"),
      sealDay(database, "2026-11-05"),
    ]);
    expect(both.sort()).toEqual([1, null]);
    expect(await faults()).toEqual([]);
  });

  test("proves itself after a recall and a second run", async () => {
    await sealDay(database, "2026-11-03");
    await lifecycle.recall(database, [p2]);
    await run(database, "2026-10");
    await approve(database, [p2]);
    await sealDay(database, "2026-11-04");
    expect(await faults()).toEqual([]);
  });
});

describe("tampering is found", () => {
  beforeEach(async () => {
    await sealDay(database, "2026-11-03");
  });

  test.each([
    ["another actor", "actor = 'somebody'"],
    ["another reason", "reason = 'because'"],
    ["another time", "at = at - interval '1 day'"],
    ["another time of recording", "recorded_at = recorded_at + interval '1 microsecond'"],
    ["other details", `details = '{"amount":"1.00"}'`],
    ["the same details in other bytes", "details = details || ' '"],
  ])("%s in an entry", async (_, change) => {
    await tamper(`update transition set ${change} where statement_no = '${p1}' and entry_no = 2`);
    expect(await faults()).toEqual([`hash_differs ${p1} 2`]);
  });

  test("an entry changed and hashed anew breaks the next one", async () => {
    await tamper(
      `update transition set actor = 'somebody' where statement_no = '${p1}' and entry_no = 2`,
      `update transition t set hash = transition_hash(t) where statement_no = '${p1}' and entry_no = 2`,
    );
    expect(await faults()).toEqual([`chain_broken ${p1} 3`]);
  });

  test("a chain hashed anew to its end is not what was sealed", async () => {
    await tamper(
      `update transition set actor = 'somebody' where statement_no = '${p1}' and entry_no = 4`,
      `update transition t set hash = transition_hash(t) where statement_no = '${p1}' and entry_no = 4`,
    );
    expect(await faults()).toEqual([`sealed_entry_differs ${p1} 4 1`]);
  });

  test("the last entry of a sealed chain is gone, though the statement was put back too", async () => {
    await tamper(
      `delete from transition where statement_no = '${p1}' and entry_no = 4`,
      `update statement set status = 'countersigning' where statement_no = '${p1}'`,
    );
    expect(await faults()).toEqual([`sealed_entry_gone ${p1} 4 1`]);
  });

  test("a whole sealed chain is gone, with its statement", async () => {
    await tamper(
      `delete from transition where statement_no = '${p2}'`,
      `delete from statement where statement_no = '${p2}'`,
    );
    expect(await faults()).toEqual([`sealed_entry_gone ${p2} 2 1`]);
  });

  test("an entry in the middle is gone", async () => {
    await tamper(`delete from transition where statement_no = '${p1}' and entry_no = 2`);
    expect(await faults()).toEqual([
      `number_missing ${p1} 3`,
      `chain_broken ${p1} 3`,
      `state_skipped ${p1} 3`,
    ]);
  });

  test("an entry was put in between", async () => {
    await tamper(
      `update transition set entry_no = entry_no + 1 where statement_no = '${p1}' and entry_no = 4`,
      `insert into transition select statement_no, 4, event, to_status, to_status, 'somebody', at,
         recorded_at, reason, details, hash, hash
       from transition where statement_no = '${p1}' and entry_no = 3`,
      `update transition t set hash = transition_hash(t) where statement_no = '${p1}' and entry_no = 4`,
    );
    expect(await faults()).toEqual([
      `chain_broken ${p1} 5`,
      `hash_differs ${p1} 5`,
      `sealed_entry_differs ${p1} 4 1`,
    ]);
  });

  test("a statement that was moved without an entry", async () => {
    await tamper(`update statement set status = 'paid' where statement_no = '${p2}'`);
    expect(await faults()).toEqual([`standing_differs ${p2}`]);
  });

  test("a seal was rewritten for a chain that was", async () => {
    await sealDay(database, "2026-11-04");
    await tamper(
      `update transition set actor = 'somebody' where statement_no = '${p1}' and entry_no = 4`,
      `update transition t set hash = transition_hash(t) where statement_no = '${p1}' and entry_no = 4`,
      `update sealed_head h set hash = t.hash from transition t
       where t.statement_no = h.statement_no and t.entry_no = h.entry_no`,
    );
    expect(await faults()).toEqual(["seal_differs 1"]);
    // Hashed anew as well, it no longer goes together with the seal after it.
    await tamper(
      `update transition_seal s set hash = sha256(s.previous_hash || record_bytes(s.day::text) || (
         select string_agg(record_bytes(h.statement_no, h.entry_no::text) || h.hash,
           ''::bytea order by h.statement_no)
         from sealed_head h where h.seal_no = s.seal_no))
       where seal_no = 1`,
    );
    expect(await faults()).toEqual(["seal_differs 2"]);
  });

  test("a seal was moved to another day, a head was taken out of it, or it is gone", async () => {
    await sealDay(database, "2026-11-04");
    await tamper("update transition_seal set day = '2026-11-02' where seal_no = 1");
    expect(await faults()).toEqual(["seal_differs 1"]);
    await tamper("update transition_seal set day = '2026-11-03' where seal_no = 1");
    await tamper(`delete from sealed_head where statement_no = '${p2}'`);
    expect(await faults()).toEqual(["seal_differs 1"]);
    await tamper("delete from sealed_head", "delete from transition_seal where seal_no = 1");
    expect(await faults()).toEqual(["seal_differs 2"]);
  });
});

describe("ordinary sessions", () => {
  beforeEach(async () => {
    await sealDay(database, "2026-11-03");
  });

  test.each(["transition", "transition_seal", "sealed_head"])(
    "can neither change nor delete nor empty %s (R-W3)",
    async (table) => {
      const column = table === "transition" ? "actor = 'x'" : "hash = ''";
      for (const statement of [
        `update ${table} set ${column}`,
        `delete from ${table}`,
        `truncate ${table} cascade`,
      ]) {
        await expect(database.pool.query(statement), statement).rejects.toThrow("R-W3");
      }
      expect(await faults()).toEqual([]);
    },
  );

  test("cannot move a statement without an entry: it fails at the end of the transaction", async () => {
    const connection = await database.pool.connect();
    try {
      await connection.query("begin");
      await connection.query("update statement set status = 'paid' where statement_no = $1", [p2]);
      await expect(connection.query("commit")).rejects.toThrow(
        `R-W3: statement ${p2} is paid, its record says sent`,
      );
    } finally {
      await connection.query("rollback");
      connection.release();
    }
    expect(await faults()).toEqual([]);
  });

  test("cannot enter what does not follow, nor choose number, hash or time of recording", async () => {
    const enter = (from: string, to: string) =>
      database.pool.query(
        `insert into transition (statement_no, entry_no, event, from_status, to_status, actor, at,
           recorded_at, details, previous_hash, hash)
         values ($1, 99, 'sign', $2, $3, 'x', now(), '2020-01-01', '{}', '\\x00', '\\x00')
         returning entry_no, recorded_at > '2026-01-01' as is_recent, length(hash) as hash_length`,
        [p2, from, to],
      );
    await expect(enter("draft", "sent")).rejects.toThrow("R-W3");
    const { rows } = await enter("sent", "sent");
    expect(rows).toEqual([{ entry_no: 3, is_recent: true, hash_length: 32 }]);
    expect(await faults()).toEqual([]);
  });

  test("cannot write two chains at once for one statement", async () => {
    const enter = () =>
      database.pool.query(
        `insert into transition (statement_no, event, from_status, to_status, actor, at, details)
         values ($1, 'sign', 'sent', 'sent', 'x', now(), '{}')`,
        [p2],
      );
    await Promise.allSettled(Array.from({ length: 8 }, enter));
    expect(await faults()).toEqual([]);
  });
});
