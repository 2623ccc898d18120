import { YuejieError } from "../domain/errors.js";
import { isDataFailure } from "../platform/database/data-failure.js";
import { type Connection, type Database, withTransaction } from "../platform/database/database.js";
import { holdShard, lockAsPartOfRun } from "../platform/database/lock.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { readCouples } from "./open-run.js";
import { groupCoupled } from "./plan-shards.js";
import { recordFailure } from "./run-record.js";
import { inputsOfMonth, type RunInputs } from "./run-stages.js";
import { type PartSummary, settlePart, stagesOfPart } from "./settle-part.js";

export interface ShardOptions {
  readonly runId: string;
  readonly shardNo: number;
  readonly now: Date;
  /** Told after each stage: how much of the shard's open orders is done by now, 0 to 1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

export interface ShardResult {
  /** superseded: the run has ended without this shard; nothing was done. */
  readonly state: "done" | "superseded";
  /** Settlees parked by this call (R-E14). */
  readonly parked: readonly string[];
}

/** What a shard left, kept in its record; sums over the shards tell the run. */
export interface ShardSummary extends PartSummary {
  readonly parked: readonly string[];
}

/** A set of settlees that are settled together. */
interface Part {
  readonly settlees: readonly string[];
  readonly takesUnbound: boolean;
}

/** Everything of a shard's record that its parts share. */
interface Shard {
  readonly runId: string;
  readonly inputs: RunInputs;
  /** As long as a shard is whole its drafts cannot exchange orders with others. */
  readonly part: Part;
}

/**
 * Settles one shard of a run in one transaction. Where the data of a settlee makes it fail, that settlee
 * is found by halves and parked, and the others are settled.
 *
 * A second delivery, also at the same time, finds the shard done and does nothing.
 *
 * Errors: `books_do_not_balance` (R-R5) and whatever the surroundings do; nothing of the shard is kept then.
 * Source: R-R2, R-R5, R-E14.
 */
export async function settleShard(database: Database, options: ShardOptions): Promise<ShardResult> {
  await analyzeOpenItems(database);
  try {
    return await withTransaction(database, (connection) => settle(connection, options));
  } catch (error) {
    // Nothing that is tried again would help: the run is over, so that other work is let in (R-R5).
    if (error instanceof YuejieError && error.code === "books_do_not_balance") {
      await recordFailure(database, options.runId, options.now, error);
    }
    throw error;
  }
}

async function settle(connection: Connection, options: ShardOptions): Promise<ShardResult> {
  const { runId, shardNo } = options;
  await lockAsPartOfRun(connection);
  const { rows } = await connection.query(sqlFile("queries/run/shard.sql"), [runId, shardNo]);
  const record: ShardRecord | undefined = rows[0];
  if (record?.state === "done") return { state: "done", parked: [] };
  // A run whose process died is over, even where nothing has marked it yet: others were let in since.
  if (record?.run_state !== "running" || !record.is_alive)
    return { state: "superseded", parked: [] };
  await holdShard(connection, runId, `run ${record.period} by ${record.actor}`);
  const shard = shardOf(runId, record);
  const onStage = stageCounter(shard.inputs, options.onProgress);
  const summary = await settleOrPark(connection, shard, onStage);
  await connection.query(sqlFile("queries/run/shard-done.sql"), [runId, shardNo, summary]);
  return { state: "done", parked: summary.parked };
}

/**
 * Open items come and go by the million between two runs, faster than autovacuum looks. Outside any transaction,
 * and never waiting: its lock would keep others out until the end.
 */
export async function analyzeOpenItems(database: Database): Promise<void> {
  await database.pool.query("analyze (skip_locked) open_item");
}

interface ShardRecord {
  readonly period: string;
  readonly actor: string;
  readonly service_fee_rates: RunInputs["serviceFeeRates"];
  readonly run_state: string;
  readonly shard_settlees: string[];
  readonly takes_unbound: boolean;
  readonly state: "waiting" | "done";
  readonly is_alive: boolean;
}

function shardOf(runId: string, record: ShardRecord): Shard {
  const part = { settlees: record.shard_settlees, takesUnbound: record.takes_unbound };
  const serviceFeeRates = record.service_fee_rates;
  const inputs = { ...inputsOfMonth(record.period), ...part, serviceFeeRates };
  return { runId, inputs, part };
}

function stageCounter(inputs: RunInputs, onProgress: ShardOptions["onProgress"]): () => void {
  const total = stagesOfPart(inputs);
  let done = 0;
  return () => onProgress?.(Math.min(1, ++done / total));
}

/** Settles a part, or what is left of it once the settlees are parked that it fails on. */
async function settleOrPark(
  connection: Connection,
  shard: Shard,
  onStage: () => void,
): Promise<ShardSummary> {
  await connection.query("savepoint part");
  try {
    const inputs = { ...shard.inputs, ...shard.part };
    const summary = await settlePart(connection, inputs, shard.runId, onStage);
    await connection.query(sqlFile("run/002_forget.sql"));
    await connection.query("release savepoint part");
    return { ...summary, parked: [] };
  } catch (error) {
    if (!isDataFailure(error)) throw error;
    await connection.query("rollback to savepoint part");
    await connection.query("release savepoint part");
    const halves = await halve(connection, shard);
    if (halves === null) return park(connection, shard, error.message);
    const first = await settleOrPark(connection, { ...shard, part: halves[0] }, onStage);
    const second = await settleOrPark(connection, { ...shard, part: halves[1] }, onStage);
    return sumSummaries([first, second]);
  }
}

/** Two parts that exchange no orders; null where there is only one settlee, or a set that must stay whole. */
async function halve(
  connection: Connection,
  { inputs, part }: Shard,
): Promise<[Part, Part] | null> {
  const members = part.takesUnbound ? [...part.settlees, ""] : part.settlees;
  const loads = members.map((settleeNo) => ({ settleeNo, openCount: 0 }));
  const groups = groupCoupled(loads, await readCouples(connection, inputs.month));
  if (groups.length < 2) return null;
  const middle = Math.ceil(groups.length / 2);
  const partOf = (half: typeof groups): Part => {
    const numbers = half.flatMap((group) => group.members);
    return { settlees: numbers.filter((no) => no !== ""), takesUnbound: numbers.includes("") };
  };
  return [partOf(groups.slice(0, middle)), partOf(groups.slice(middle))];
}

/** R-E14: the orders are carried with the one reason `parked`, the drafts stay as they were. */
async function park(connection: Connection, shard: Shard, failure: string): Promise<ShardSummary> {
  const { month, periodEnd } = shard.inputs;
  const { settlees, takesUnbound } = shard.part;
  const whose = [month, settlees, takesUnbound];
  await connection.query(sqlFile("run/160_park_forget.sql"), whose);
  await connection.query(sqlFile("run/161_park_orders.sql"), [...whose, periodEnd]);
  await connection.query(sqlFile("run/162_park_told.sql"), whose);
  await connection.query(sqlFile("run/163_park_forget_reconciliation.sql"), [month, settlees]);
  const kept = [month, settlees, shard.runId];
  await connection.query(sqlFile("run/164_park_reconciliation.sql"), kept);
  const parked = takesUnbound ? [...settlees, ""] : [...settlees];
  await connection.query(sqlFile("queries/run/park.sql"), [shard.runId, parked, failure]);
  const statements = { created: 0, replaced: 0, unchanged: 0, discarded: 0 };
  return { statements, changed: true, earlierMonths: [], parked };
}

/** What several parts or shards left, together. */
export function sumSummaries(summaries: readonly ShardSummary[]): ShardSummary {
  const statements = { created: 0, replaced: 0, unchanged: 0, discarded: 0 };
  for (const summary of summaries) {
    for (const key of Object.keys(statements) as (keyof typeof statements)[]) {
      statements[key] += summary.statements[key];
    }
  }
  return {
    statements,
    changed: summaries.some(({ changed }) => changed),
    earlierMonths: [...new Set(summaries.flatMap((summary) => summary.earlierMonths))].sort(),
    parked: summaries.flatMap(({ parked }) => parked),
  };
}
