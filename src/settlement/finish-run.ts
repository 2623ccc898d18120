import { YuejieError } from "../domain/errors.js";
import type { ReasonCode } from "../domain/reasons.js";
import { type Connection, type Database, withTransaction } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { type OutcomeTotals, type PeriodTotals, readPeriodTotals } from "./period-totals.js";
import { recordFailure } from "./run-record.js";
import type { ShardSummary } from "./settle-shard.js";
import { sumSummaries } from "./settle-shard.js";

/** What a run says of the month, and what it changed. */
export interface RunResult {
  /** Null: a dry run. */
  readonly runId: string | null;
  readonly period: string;
  readonly dryRun: boolean;
  readonly changed: boolean;
  readonly orders: Record<"settled" | "carried" | "excluded", number>;
  readonly reasons: Partial<Record<ReasonCode, number>>;
  readonly cash: Record<"settled" | "carried" | "excluded", string>;
  readonly statements: Record<"created" | "replaced" | "unchanged" | "discarded" | "total", number>;
  readonly amount: string;
  /** How many settlees were parked, and which, with what failed (R-E14). */
  readonly parked: number;
  readonly parkedSettlees: readonly ParkedSettlee[];
  /** Earlier months with settleable orders that were never run (R-R2). */
  readonly neverRun: readonly string[];
}

export interface ParkedSettlee {
  /** Empty: the orders without a partner. */
  readonly settleeNo: string;
  readonly failure: string;
}

export interface FinishOptions {
  readonly runId: string;
  readonly now: Date;
  /** What the end of a run causes, in the same transaction: notices leave through the outbox. */
  readonly onFinished?: (connection: Connection, result: RunResult) => Promise<void>;
}

/**
 * Ends a run whose shards are all done: balances the period as a whole and keeps what the run says of it.
 * A run that has ended well answers again with what it said.
 *
 * Errors: `run_unfinished`; `run_superseded`; `books_do_not_balance` (R-R5: the run is failed, nothing of the
 *         period can be approved until it is run again).
 * Source: R-R5.
 */
export async function finishRun(database: Database, options: FinishOptions): Promise<RunResult> {
  try {
    return await withTransaction(database, (connection) => finish(connection, options));
  } catch (error) {
    if (error instanceof YuejieError && error.code === "books_do_not_balance") {
      await recordFailure(database, options.runId, options.now, error);
    }
    throw error;
  }
}

async function finish(connection: Connection, options: FinishOptions): Promise<RunResult> {
  const { runId, now } = options;
  await connection.query(sqlFile("queries/run/end-in-turn.sql"), [runId]);
  const held = await connection.query(sqlFile("queries/run/hold.sql"), [runId]);
  const run: HeldRun | undefined = held.rows[0];
  if (run?.state === "completed" && run.summary !== null) return run.summary;
  if (run?.state !== "running") throw new YuejieError("run_superseded", { runId });
  const { rows } = await connection.query(sqlFile("queries/run/shards.sql"), [runId]);
  const waiting = rows.filter((row) => row.state === "waiting").length;
  if (waiting > 0) throw new YuejieError("run_unfinished", { runId, count: waiting });

  const shards = sumSummaries(rows.map((row): ShardSummary => row.summary));
  const totals = await readPeriodTotals(connection, run.period);
  checkWhole(run.period, totals);
  const parkedSettlees = await readParked(connection, runId);
  const result: RunResult = {
    runId,
    ...resultOf(run.period, shards.statements, totals),
    dryRun: false,
    changed: shards.changed,
    parked: parkedSettlees.length,
    parkedSettlees,
    neverRun: await readNeverRun(connection, shards.earlierMonths),
  };
  await connection.query(sqlFile("queries/run/complete.sql"), [runId, now, result]);
  await options.onFinished?.(connection, result);
  return result;
}

interface HeldRun {
  readonly period: string;
  readonly state: string;
  readonly summary: RunResult | null;
}

/** Σ lines = Σ statements over the whole period; each shard has checked the rest of its own (R-R5). */
function checkWhole(period: string, { lines, statements }: PeriodTotals): void {
  if (lines.amount === statements.amount) return;
  const what = `statements sum to ${statements.amount}, their lines to ${lines.amount}`;
  throw new YuejieError("books_do_not_balance", { period, what });
}

async function readParked(connection: Connection, runId: string): Promise<ParkedSettlee[]> {
  const { rows } = await connection.query(sqlFile("queries/run/parked.sql"), [runId]);
  return rows.map((row) => ({ settleeNo: row.settlee_no, failure: row.failure }));
}

/** Of the months that had orders to settle, those no run has settled. */
export async function readNeverRun(
  connection: Connection,
  months: readonly string[],
): Promise<string[]> {
  const { rows } = await connection.query(sqlFile("queries/run/never-run.sql"), [[...months]]);
  return rows.map((row) => row.month);
}

type SummaryTotals = OutcomeTotals & Pick<PeriodTotals, "statements">;

/** The month in counts and cash, and how many drafts changed. */
export function resultOf(
  month: string,
  statements: ShardSummary["statements"],
  totals: SummaryTotals,
): Pick<RunResult, "period" | "orders" | "reasons" | "cash" | "statements" | "amount"> {
  const { settled, carried, excluded } = totals;
  const byReason = { ...carried.byReason, ...excluded.byReason };
  return {
    period: month,
    orders: { settled: settled.orders, carried: carried.orders, excluded: excluded.orders },
    reasons: Object.fromEntries(
      Object.entries(byReason).map(([reason, total]) => [reason, total.orders]),
    ),
    cash: { settled: settled.cash, carried: carried.cash, excluded: excluded.cash },
    statements: { ...statements, total: totals.statements.count },
    amount: totals.statements.amount,
  };
}
