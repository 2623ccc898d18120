import { YuejieError } from "../domain/errors.js";
import { type Connection, type Database, withTransaction } from "../platform/database/database.js";
import { holdRun } from "../platform/database/lock.js";
import { sqlFile } from "../platform/database/sql-file.js";
import {
  type RunResult as FinishedRun,
  type FinishOptions,
  finishRun,
  readNeverRun,
  resultOf,
} from "./finish-run.js";
import { type OpenedRun, type OpenRunOptions, openRun, settleesOf } from "./open-run.js";
import { amountTotal, sumOutcomes } from "./period-totals.js";
import {
  compare,
  compareOrders,
  type OrderChanges,
  type StatementChange,
  toChange,
} from "./run-difference.js";
import { recordFailure } from "./run-record.js";
import { inputsOfMonth, type RunInputs } from "./run-stages.js";
import { computePart, countDifferences, readEarlierMonths } from "./settle-part.js";
import { analyzeOpenItems, settleShard } from "./settle-shard.js";
import { listWaitingShards } from "./waiting-shards.js";

export interface RunOptions extends Omit<OpenRunOptions, "mode"> {
  readonly dryRun?: boolean;
  /** Shards settled at the same time, each on a connection of its own. */
  readonly parallel?: number | undefined;
  /** Open orders done, open orders in all. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly onFinished?: FinishOptions["onFinished"];
  /** Has the shards settled by others, this process among them; absent: by this process alone. */
  readonly through?: Through | undefined;
}

/** Workers on any number of machines. */
export interface Through {
  /** Asks for a run's shards, in the transaction that opens it. */
  announce(connection: Connection, runId: string): Promise<void>;
  /** Resolves when no shard is left; `waiting` tells which are. */
  settle(runId: string, waiting: () => Promise<readonly number[]>): Promise<void>;
}

export interface RunResult extends FinishedRun {
  /** Of a dry run. */
  readonly diff?: {
    readonly statements: readonly StatementChange[];
    readonly orders: OrderChanges;
  };
}

/**
 * Settles a month in this process: opens a run, settles its shards, balances the whole. What dies on the
 * way leaves the state before it or one that running again completes (R-R2).
 *
 * Errors: `period_not_over` (R-R4), `work_under_way` (R-R2), `partner_unknown`, `books_do_not_balance` (R-R5).
 * Source: R-R1 to R-R5.
 */
export async function runPeriod(database: Database, options: RunOptions): Promise<RunResult> {
  return options.dryRun ? runDry(database, options) : runForReal(database, options);
}

async function runForReal(database: Database, options: RunOptions): Promise<RunResult> {
  const driver = await database.pool.connect();
  let lost: Error | null = null;
  driver.on("error", (error) => {
    lost = error;
  });
  let runId: string | null = null;
  try {
    const { runId: opened, shards } = await openAndHold(driver, options);
    runId = opened;
    const refuseWhenLost = (): void => {
      // Others may take this run for dead by now.
      if (lost !== null) throw lost;
    };
    const total = shards.reduce((sum, { openCount }) => sum + openCount, 0);
    const work = { database, options, runId, shards, total, refuseWhenLost };
    await (options.through === undefined ? settleHere(work) : settleThrough(work, options.through));
    const { now, onFinished } = options;
    return await finishRun(database, { runId, now, ...(onFinished && { onFinished }) });
  } catch (error) {
    if (runId !== null) await recordFailure(database, runId, options.now, error);
    throw error;
  } finally {
    // Closing the connection ends the hold on the run.
    driver.release(true);
  }
}

/** Opens the run on the connection that holds it while the process lives. */
async function openAndHold(driver: Connection, options: RunOptions): Promise<OpenedRun> {
  try {
    await driver.query("begin");
    const opened = await openRun(driver, { ...options, mode: "process" });
    await holdRun(driver, opened.runId, `run ${options.period} by ${options.actor}`);
    await options.through?.announce(driver, opened.runId);
    await driver.query("commit");
    return opened;
  } catch (error) {
    await driver.query("rollback").catch(() => undefined);
    throw error;
  }
}

/** A run that is open, and what its shards are settled with. */
interface OpenWork extends OpenedRun {
  readonly database: Database;
  readonly options: RunOptions;
  /** Open orders of all shards. */
  readonly total: number;
  /** Throws where this process no longer holds the run. */
  readonly refuseWhenLost: () => void;
}

async function settleHere(work: OpenWork): Promise<void> {
  const { database, options, runId, shards, total, refuseWhenLost } = work;
  const done = shards.map(() => 0);
  const settleOne = async (index: number): Promise<void> => {
    refuseWhenLost();
    const onProgress = (fraction: number): void => {
      done[index] = Math.floor(fraction * (shards[index]?.openCount ?? 0));
      options.onProgress?.(
        done.reduce((sum, count) => sum + count, 0),
        total,
      );
    };
    const { state } = await settleShard(database, {
      ...{ runId, shardNo: index + 1, now: options.now },
      onProgress,
    });
    if (state === "superseded") throw new YuejieError("run_superseded", { runId });
  };
  let next = 0;
  let failure: unknown = null;
  const settleInTurn = async (): Promise<void> => {
    // Once one has failed, the shards in hand are finished and no other is begun.
    while (next < shards.length && failure === null) {
      await settleOne(next++).catch((error: unknown) => {
        failure ??= error;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.parallel ?? 1) }, settleInTurn));
  if (failure !== null) throw failure;
}

async function settleThrough(work: OpenWork, through: Through): Promise<void> {
  const { database, options, runId, shards, total, refuseWhenLost } = work;
  await through.settle(runId, async () => {
    refuseWhenLost();
    const waiting = await listWaitingShards(database, runId);
    // Another machine may have ended it already; a run that ended badly is told by `finishRun`.
    if (waiting === null) return [];
    const left = waiting.reduce((sum, no) => sum + (shards[no - 1]?.openCount ?? 0), 0);
    options.onProgress?.(total - left, total);
    return waiting;
  });
}

/** Computes and compares in temporary tables, then throws them away (R-R3). Takes no lock, writes nothing. */
async function runDry(database: Database, options: RunOptions): Promise<RunResult> {
  const month = inputsOfMonth(options.period);
  const settlees = await settleesOf(database.pool, options.partners);
  await analyzeOpenItems(database);
  const inputs: RunInputs = {
    ...month,
    settlees,
    takesUnbound: settlees === null,
    serviceFeeRates: options.serviceFeeRates,
  };
  return withTransaction(database, async (connection) => {
    // One snapshot: a dry run beside a run or an import sees before or after, never between.
    await connection.query("set transaction isolation level repeatable read");
    await computePart(connection, inputs, () => undefined);
    const neverRun = await readNeverRun(connection, await readEarlierMonths(connection, inputs));
    const differences = await compare(connection, inputs.month);
    const statements = differences.filter((d) => d.before !== d.after).map(toChange);
    const totals = await readDryTotals(connection, inputs);
    return {
      ...resultOf(inputs.month, countDifferences(differences), totals),
      runId: null,
      dryRun: true,
      changed: statements.length > 0,
      parked: 0,
      parkedSettlees: [],
      neverRun,
      diff: { statements, orders: await compareOrders(connection, inputs.month) },
    };
  });
}

async function readDryTotals(connection: Connection, inputs: RunInputs) {
  const outcomes = await connection.query(sqlFile("run/097_outcome_totals.sql"), [
    inputs.month,
    inputs.takesUnbound,
  ]);
  const { rows } = await connection.query(sqlFile("run/098_statement_totals.sql"), [inputs.month]);
  return { ...sumOutcomes(outcomes.rows), statements: amountTotal(rows[0], "statement") };
}
