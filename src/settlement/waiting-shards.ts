import type { Database } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";

interface RunRow {
  readonly period: string;
  readonly state: string;
  readonly waiting: readonly number[];
}

/** Shards of a run that are left to do, ascending; null where the run has ended or there is none. */
export async function listWaitingShards(
  database: Database,
  runId: string,
): Promise<readonly number[] | null> {
  const run = await readRun(database, runId);
  return run?.state === "running" ? run.waiting : null;
}

/** The month of a run; null where there is none. */
export async function readRunPeriod(database: Database, runId: string): Promise<string | null> {
  return (await readRun(database, runId))?.period ?? null;
}

async function readRun(database: Database, runId: string): Promise<RunRow | undefined> {
  const { rows } = await database.pool.query<RunRow>(sqlFile("queries/run/open-run.sql"), [runId]);
  return rows[0];
}
