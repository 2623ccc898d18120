import { YuejieError } from "../../domain/errors.js";
import type { Connection } from "./database.js";
import { sqlFile } from "./sql-file.js";

/**
 * Holds every settlee until the transaction ends: what opening a run of a whole period and the merging part
 * of an import take. Never waits.
 *
 * @param what the holder's words for others that are refused, ASCII, at most 63 bytes: `import by li`.
 * Errors: `work_under_way` naming the holder, at work now or a run whose shards are not all done (R-R2).
 */
export async function lockEverything(connection: Connection, what: string): Promise<void> {
  const { rows } = await connection.query(sqlFile("queries/lock/try-all.sql"), [visible(what)]);
  if (!rows[0].locked) await refuse(connection);
  await refuseDuringRun(connection, null);
}

/** Holds the named settlees until the transaction ends; see {@link lockEverything}. */
export async function lockSettlees(
  connection: Connection,
  settleeNos: readonly string[],
  what: string,
): Promise<void> {
  const { rows } = await connection.query(sqlFile("queries/lock/try-settlees.sql"), [
    [...settleeNos],
    visible(what),
  ]);
  if (!rows[0].locked) await refuse(connection);
  await refuseDuringRun(connection, settleeNos);
}

/**
 * Holds one settlee until the transaction ends, and keeps every run from beginning: what approving takes. A run
 * of other settlees that is under way refuses it too, for an order may be moving to them from this one.
 */
export async function lockForApproval(
  connection: Connection,
  settleeNo: string,
  what: string,
): Promise<void> {
  await lockRuns(connection, false);
  await lockSettlees(connection, [settleeNo], what);
  await refuseDuringRun(connection, null);
}

/** Keeps approvals out until the transaction ends: what opening a run takes beside its settlees. */
export async function lockForOpening(connection: Connection): Promise<void> {
  await lockRuns(connection, true);
}

async function lockRuns(connection: Connection, isAlone: boolean): Promise<void> {
  const { rows } = await connection.query(sqlFile("queries/lock/try-runs.sql"), [isAlone]);
  if (!rows[0].locked) await refuse(connection);
}

/**
 * Keeps all that takes every settlee out until the transaction ends: what a shard of a run takes, whose
 * settlees are the run's own. Waits for what only looks whether a run is under way, and leaves.
 */
export async function lockAsPartOfRun(connection: Connection): Promise<void> {
  await connection.query(sqlFile("queries/lock/share.sql"));
}

/** Shows until the transaction ends that a shard of the run is in hand, whoever opened it. */
export async function holdShard(
  connection: Connection,
  runId: string,
  what: string,
): Promise<void> {
  await connection.query(sqlFile("queries/lock/hold-shard.sql"), [runId, visible(what)]);
}

/** Shows until the connection closes that this process works on a run, which dies with it. */
export async function holdRun(connection: Connection, runId: string, what: string): Promise<void> {
  await connection.query(sqlFile("queries/lock/hold-run.sql"), [runId, visible(what)]);
}

/** Postgres shows other sessions 63 bytes of printable ASCII. */
function visible(what: string): string {
  return what.replace(/[^\x20-\x7e]/g, "?").slice(0, 63);
}

/** A run between two of its shards holds nothing, and yet no other work may come between. */
async function refuseDuringRun(
  connection: Connection,
  settleeNos: readonly string[] | null,
): Promise<void> {
  const { rows } = await connection.query(sqlFile("queries/lock/run-under-way.sql"), [
    settleeNos === null ? null : [...settleeNos],
  ]);
  if (rows[0]) throw new YuejieError("work_under_way", { holder: rows[0].holder });
}

async function refuse(connection: Connection): Promise<never> {
  const { rows } = await connection.query(sqlFile("queries/lock/holder.sql"));
  const holder = rows[0] ? `${rows[0].holder} (since ${rows[0].since})` : "another process";
  throw new YuejieError("work_under_way", { holder });
}
