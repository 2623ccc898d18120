import { YuejieError } from "../domain/errors.js";
import { parseMonth } from "../domain/period.js";
import type { Connection, Queryable } from "../platform/database/database.js";
import { lockEverything, lockForOpening, lockSettlees } from "../platform/database/lock.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { type Couple, type PlannedShard, planShards } from "./plan-shards.js";
import type { RunInputs } from "./run-stages.js";

/** Open orders a shard: losing one loses seconds, and what each reads of the others stays small. */
const defaultShardSize = 500_000;

export interface OpenRunOptions {
  /** A month, `2026-10`. */
  readonly period: string;
  /** Partners to run; a second-tier partner means its distributor. Absent or empty: all. */
  readonly partners?: readonly string[] | undefined;
  readonly actor: string;
  readonly now: Date;
  /** Default service fee rates on the day of `now`, by taxpayer type. */
  readonly serviceFeeRates: RunInputs["serviceFeeRates"];
  /** Who settles the shards: this process, with which the run dies, or the workers of the queue. */
  readonly mode: "process" | "queue";
  /** Open orders a shard, about. */
  readonly shardSize?: number | undefined;
}

export interface OpenedRun {
  readonly runId: string;
  /** Numbered from 1 in their order. */
  readonly shards: readonly PlannedShard[];
}

/**
 * Opens a run and plans its shards, in the caller's transaction: until the run has ended, no other work
 * touches its settlees (R-R2).
 *
 * Errors: `period_not_over` (R-R4), `work_under_way` (R-R2), `partner_unknown`, `period_form`.
 * Source: R-R2, R-R4, R-E14.
 */
export async function openRun(connection: Connection, options: OpenRunOptions): Promise<OpenedRun> {
  const period = parseMonth(options.period);
  if (options.now < period.end) throw new YuejieError("period_not_over", { period: period.label });
  const settlees = await settleesOf(connection, options.partners);
  await lockForOpening(connection);
  const what = `run ${period.label} by ${options.actor}`;
  if (settlees === null) await lockEverything(connection, what);
  else await lockSettlees(connection, settlees, what);
  await connection.query(sqlFile("queries/run/abandon.sql"), [options.now]);

  const { rows } = await connection.query(sqlFile("queries/run/open.sql"), [
    period.label,
    settlees,
    options.actor,
    options.now,
    options.mode,
    options.serviceFeeRates,
  ]);
  const runId: string = rows[0].run_id;
  const shards = await plan(connection, period.label, settlees, options.shardSize);
  for (const [index, shard] of shards.entries()) {
    await connection.query(sqlFile("queries/run/open-shard.sql"), [
      runId,
      index + 1,
      shard.settlees,
      shard.takesUnbound,
      shard.openCount,
    ]);
  }
  return { runId, shards };
}

async function plan(
  connection: Connection,
  month: string,
  settlees: readonly string[] | null,
  shardSize = defaultShardSize,
): Promise<PlannedShard[]> {
  const { rows } = await connection.query(sqlFile("queries/run/settlees.sql"), [settlees]);
  const loads = rows.map((row) => ({
    settleeNo: row.settlee_no as string,
    openCount: Number(row.open_count),
  }));
  return planShards(loads, await readCouples(connection, month), shardSize);
}

/** Settlees of which an order moved since it was put on a draft of the month. */
export async function readCouples(connection: Connection, month: string): Promise<Couple[]> {
  const { rows } = await connection.query(sqlFile("queries/run/couples.sql"), [month]);
  return rows.map((row): Couple => [row.one, row.other]);
}

/** The settlees that partners are paid through; null where none are named: all. */
export async function settleesOf(
  database: Queryable,
  partners: readonly string[] | undefined,
): Promise<string[] | null> {
  if (partners === undefined || partners.length === 0) return null;
  const { rows } = await database.query(sqlFile("queries/partner/settlees-of.sql"), [
    [...partners],
  ]);
  const unknown: string[] = rows[0].unknown;
  if (unknown.length > 0) {
    throw new YuejieError("partner_unknown", { partnerNo: unknown.join(", ") });
  }
  return rows[0].settlees;
}
