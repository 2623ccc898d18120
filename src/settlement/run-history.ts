import { YuejieError } from "../domain/errors.js";
import { toIsoInstant } from "../domain/instant.js";
import { parseMonth } from "../domain/period.js";
import type { Database } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import type { RunResult } from "./finish-run.js";

/** One run as the history has it. */
export interface RunRow {
  readonly runId: string;
  readonly period: string;
  /** The settlees it was for; null: all. */
  readonly settlees: readonly string[] | null;
  readonly actor: string;
  /** Who settled its shards: one process, or the workers of the queue. */
  readonly mode: "process" | "queue";
  readonly state: "running" | "completed" | "failed" | "aborted";
  readonly startedAt: string | null;
  /** From its start to the last shard that was done, in seconds; null where none was. */
  readonly seconds: number | null;
  readonly shards: { readonly total: number; readonly done: number };
  /** As the run left the period; null where it did not end well. */
  readonly orders: RunResult["orders"] | null;
  readonly statements: RunResult["statements"] | null;
  readonly amount: string | null;
  readonly parked: number;
  readonly failure: string | null;
}

/**
 * The history of runs, newest first, those that died included.
 *
 * Errors: `period_form`.
 */
export async function listRuns(
  database: Database,
  options: { readonly period?: string | undefined; readonly limit: number },
): Promise<RunRow[]> {
  const month = options.period === undefined ? null : parseMonth(options.period).label;
  const { rows } = await database.pool.query(sqlFile("queries/run/list.sql"), [
    month,
    options.limit,
  ]);
  return rows.map(toRunRow);
}

/**
 * Gives up a run that waits for the workers of the queue, so that other work is let in; its jobs find that it is
 * over. What was done of it blocks approval until the period is run again (R-R5).
 *
 * Errors: `run_not_waiting` where there is no such run, it has ended, or a process of its own settles it.
 */
export async function giveUpRun(
  database: Database,
  by: { readonly runId: string; readonly actor: string; readonly now: Date },
): Promise<void> {
  const { runId, actor, now } = by;
  const { rows } = await database.pool.query(sqlFile("queries/run/give-up.sql"), [
    runId,
    now,
    actor,
  ]);
  if (rows.length === 0) throw new YuejieError("run_not_waiting", { runId });
}

function toRunRow(
  row: Record<string, string> & { settlees: string[] | null; summary: RunResult | null },
): RunRow {
  return {
    runId: row.run_id as string,
    period: row.period as string,
    settlees: row.settlees,
    actor: row.actor as string,
    mode: row.mode as RunRow["mode"],
    state: row.state as RunRow["state"],
    startedAt: toIsoInstant(row.started_at ?? null),
    seconds: row.seconds == null ? null : Number(row.seconds),
    shards: { total: Number(row.shard_count), done: Number(row.done_count) },
    orders: row.summary?.orders ?? null,
    statements: row.summary?.statements ?? null,
    amount: row.summary?.amount ?? null,
    parked: Number(row.parked_count),
    failure: row.failure ?? null,
  };
}
