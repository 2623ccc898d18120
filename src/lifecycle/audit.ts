import { createHash } from "node:crypto";
import { type Database, withTransaction } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { streamRows } from "../platform/database/stream-rows.js";

/** A place where the record does not prove itself. */
export interface AuditFault {
  readonly statementNo: string | null;
  readonly entryNo: number | null;
  readonly sealNo: number | null;
  readonly fault:
    | "hash_differs"
    | "chain_broken"
    | "number_missing"
    | "state_skipped"
    | "standing_differs"
    | "seal_differs"
    | "sealed_entry_gone"
    | "sealed_entry_differs";
}

export interface AuditResult {
  readonly entries: number;
  readonly statements: number;
  readonly seals: number;
  readonly faults: readonly AuditFault[];
}

interface EntryRow {
  readonly statement_no: string;
  readonly entry_no: number;
  readonly event: string;
  readonly from_status: string | null;
  readonly to_status: string | null;
  readonly actor: string;
  readonly at: string;
  readonly recorded_at: string;
  readonly reason: string | null;
  readonly details: string;
  readonly previous_hash: string;
  readonly hash: string;
}

interface HeadRow {
  readonly statement_no: string;
  readonly entry_no: number;
  readonly hash: string;
  readonly entry_hash: string | null;
}

const noHash = "00".repeat(32);

/**
 * Seals the heads of all chains for a day; a day that is sealed stays so.
 *
 * Shape: how many heads; null: the day, or a later one, was sealed before.
 */
export function sealDay(database: Database, day: string): Promise<number | null> {
  return withTransaction(database, async (connection) => {
    await connection.query(sqlFile("queries/audit/lock.sql"));
    const { rows } = await connection.query(sqlFile("queries/audit/seal.sql"), [day]);
    return rows[0]?.head_count ?? null;
  });
}

/**
 * Proves the record (R-W3): every entry hashes to what it says with the one before it, numbers have no gap, states
 * follow each other and end where the statement stands; and every head that was sealed is still there as it was.
 */
export async function verifyRecord(database: Database): Promise<AuditResult> {
  const faults: AuditFault[] = [];
  const counts = await verifyChains(database, faults);
  const { rows } = await database.pool.query(sqlFile("queries/audit/standing-differs.sql"));
  for (const row of rows)
    faults.push(faultOf("standing_differs", { statementNo: row.statement_no }));
  const seals = await verifySeals(database, faults);
  return { ...counts, seals, faults };
}

async function verifyChains(
  database: Database,
  faults: AuditFault[],
): Promise<{ entries: number; statements: number }> {
  let before: EntryRow | null = null;
  let [entries, statements] = [0, 0];
  const text = sqlFile("queries/audit/transitions.sql");
  for await (const row of streamRows<EntryRow>(database, text, [])) {
    const last: EntryRow | null = before?.statement_no === row.statement_no ? before : null;
    if (last === null) statements += 1;
    entries += 1;
    const at = { statementNo: row.statement_no, entryNo: row.entry_no };
    if (row.entry_no !== (last?.entry_no ?? 0) + 1) faults.push(faultOf("number_missing", at));
    if (row.previous_hash !== (last?.hash ?? noHash)) faults.push(faultOf("chain_broken", at));
    if (row.from_status !== (last?.to_status ?? null)) faults.push(faultOf("state_skipped", at));
    if (row.hash !== hashOf(row)) faults.push(faultOf("hash_differs", at));
    before = row;
  }
  return { entries, statements };
}

async function verifySeals(database: Database, faults: AuditFault[]): Promise<number> {
  const { rows } = await database.pool.query(sqlFile("queries/audit/seals.sql"));
  let before = noHash;
  for (const [index, seal] of rows.entries()) {
    const hash = createHash("sha256")
      .update(Buffer.from(before, "hex"))
      .update(recordBytes(seal.day));
    let heads = 0;
    const text = sqlFile("queries/audit/sealed-heads.sql");
    for await (const head of streamRows<HeadRow>(database, text, [seal.seal_no])) {
      const { statement_no: statementNo, entry_no: entryNo } = head;
      const at = { statementNo, entryNo, sealNo: seal.seal_no };
      if (head.entry_hash === null) faults.push(faultOf("sealed_entry_gone", at));
      else if (head.entry_hash !== head.hash) faults.push(faultOf("sealed_entry_differs", at));
      hash.update(recordBytes(statementNo, String(entryNo)));
      hash.update(Buffer.from(head.hash, "hex"));
      heads += 1;
    }
    const isWhole =
      seal.seal_no === index + 1 &&
      heads === seal.head_count &&
      seal.previous_hash === before &&
      seal.hash === hash.digest("hex");
    if (!isWhole) faults.push(faultOf("seal_differs", { sealNo: seal.seal_no }));
    before = seal.hash;
  }
  return rows.length;
}

/** What `transition_hash` of the database computes, said a second time. */
function hashOf(row: EntryRow): string {
  const fields = recordBytes(
    row.statement_no,
    String(row.entry_no),
    row.event,
    row.from_status,
    row.to_status,
    row.actor,
    row.at,
    row.recorded_at,
    row.reason,
    row.details,
  );
  return createHash("sha256")
    .update(Buffer.from(row.previous_hash, "hex"))
    .update(fields)
    .digest("hex");
}

/** Fields as JSON, so that no two lists of them read alike; `record_bytes` of the database writes the same. */
function recordBytes(...fields: readonly (string | null)[]): Buffer {
  return Buffer.from(JSON.stringify(fields), "utf8");
}

function faultOf(
  fault: AuditFault["fault"],
  at: { statementNo?: string; entryNo?: number; sealNo?: number },
): AuditFault {
  const { statementNo = null, entryNo = null, sealNo = null } = at;
  return { statementNo, entryNo, sealNo, fault };
}
