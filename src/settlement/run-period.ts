import { YuejieError } from "../domain/errors.js";
import { endsQuarter, type Period, parseMonth, quarterOf } from "../domain/period.js";
import type { ReasonCode } from "../domain/reasons.js";
import { type Connection, type Database, withTransaction } from "../platform/database/database.js";
import { lockEverything, lockSettlees } from "../platform/database/lock.js";
import { sqlFile } from "../platform/database/sql-file.js";
import {
  amountTotal,
  type OutcomeTotals,
  type PeriodTotals,
  readPeriodTotals,
  sumOutcomes,
} from "./period-totals.js";
import {
  compare,
  compareOrders,
  type Difference,
  type OrderChanges,
  type StatementChange,
  toChange,
} from "./run-difference.js";
import { openRun, recordFailure } from "./run-record.js";
import { computingStages, type RunInputs, type RunStage, writingStages } from "./run-stages.js";

export interface RunOptions {
  /** A month, `2026-10`. */
  readonly period: string;
  /** Partners to run; a second-tier partner means its distributor. Absent: all. */
  readonly partners?: readonly string[];
  readonly dryRun?: boolean;
  readonly actor: string;
  readonly now: Date;
  /** Default service fee rates on the day of `now`, by taxpayer type. */
  readonly serviceFeeRates: RunInputs["serviceFeeRates"];
  /** Told after each stage: stages done, stages in all. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface RunResult {
  readonly runId: string | null;
  readonly period: string;
  readonly dryRun: boolean;
  readonly changed: boolean;
  readonly orders: Record<"settled" | "carried" | "excluded", number>;
  readonly reasons: Partial<Record<ReasonCode, number>>;
  readonly cash: Record<"settled" | "carried" | "excluded", string>;
  readonly statements: Record<"created" | "replaced" | "unchanged" | "discarded" | "total", number>;
  readonly amount: string;
  /** Earlier months with settleable orders that were never run (R-R2). */
  readonly neverRun: readonly string[];
  readonly diff?: {
    readonly statements: readonly StatementChange[];
    readonly orders: OrderChanges;
  };
}

/**
 * Settles a month: takes what is open and counts, computes every line in the database and replaces the
 * month's drafts, in one transaction. What dies on the way leaves the state before it.
 *
 * Errors: `period_not_over` (R-R4), `work_under_way` (R-R2), `partner_unknown`, `books_do_not_balance` (R-R5).
 * Source: R-R1 to R-R5.
 */
export async function runPeriod(database: Database, options: RunOptions): Promise<RunResult> {
  const period = parseMonth(options.period);
  const dryRun = options.dryRun ?? false;
  if (!dryRun && options.now < period.end) {
    throw new YuejieError("period_not_over", { period: period.label });
  }
  const inputs: RunInputs = {
    month: period.label,
    quarter: quarterOf(period).label,
    periodEnd: period.end,
    endsQuarter: endsQuarter(period),
    settlees: await settleesOf(database, options.partners),
    serviceFeeRates: options.serviceFeeRates,
  };
  // Open items come and go by the million between two runs, faster than autovacuum looks. Outside the
  // transaction, and never waiting: its lock would keep other runs and dry runs out until the end.
  await database.pool.query("analyze (skip_locked) open_item");
  const neverRun = await readNeverRun(database, period);
  return dryRun
    ? runDry(database, options, inputs, neverRun)
    : runForReal(database, options, inputs, neverRun);
}

/** Computes and compares in temporary tables, then throws them away (R-R3). Takes no lock, writes nothing. */
async function runDry(
  database: Database,
  options: RunOptions,
  inputs: RunInputs,
  neverRun: string[],
): Promise<RunResult> {
  const stages = computingStages(inputs);
  const progress = stageCounter(options, stages.length);
  return withTransaction(database, async (connection) => {
    // One snapshot: a dry run beside a run or an import sees before or after, never between.
    await connection.query("set transaction isolation level repeatable read");
    await runStages(connection, stages, progress);
    const differences = await compare(connection, inputs.month);
    const statements = differences.filter((d) => d.before !== d.after).map(toChange);
    return {
      ...summary(inputs.month, differences, await readDryTotals(connection, inputs)),
      runId: null,
      dryRun: true,
      changed: statements.length > 0,
      neverRun,
      diff: { statements, orders: await compareOrders(connection, inputs.month) },
    };
  });
}

async function readDryTotals(connection: Connection, inputs: RunInputs): Promise<SummaryTotals> {
  const outcomes = await connection.query(sqlFile("run/097_outcome_totals.sql"), [
    inputs.month,
    inputs.settlees === null,
  ]);
  const { rows } = await connection.query(sqlFile("run/098_statement_totals.sql"), [inputs.month]);
  return { ...sumOutcomes(outcomes.rows), statements: amountTotal(rows[0], "statement") };
}

async function runForReal(
  database: Database,
  options: RunOptions,
  inputs: RunInputs,
  neverRun: string[],
): Promise<RunResult> {
  const total = computingStages(inputs).length + writingStages(inputs, "0").length;
  const progress = stageCounter(options, total);
  let runId: string | undefined;
  try {
    return await withTransaction(database, async (connection) => {
      await lock(connection, inputs, options.actor);
      runId = await openRun(database, options, inputs);
      await runStages(connection, computingStages(inputs), progress);
      const differences = await compare(connection, inputs.month);
      const outcomesChanged = await runStages(connection, writingStages(inputs, runId), progress);
      await checkBalance(connection, inputs.month);
      const totals = await readPeriodTotals(connection, inputs.month);
      const result = {
        ...summary(inputs.month, differences, totals),
        runId,
        dryRun: false,
        changed: outcomesChanged || differences.some((d) => d.isChanged),
        neverRun,
      };
      await connection.query(sqlFile("queries/run/complete.sql"), [runId, options.now, result]);
      return result;
    });
  } catch (error) {
    if (runId !== undefined) await recordFailure(database, runId, options.now, error);
    throw error;
  }
}

async function lock(connection: Connection, inputs: RunInputs, actor: string): Promise<void> {
  const what = `run ${inputs.month} by ${actor}`;
  if (inputs.settlees === null) await lockEverything(connection, what);
  else await lockSettlees(connection, inputs.settlees, what);
}

/** Runs stages in order; true where one of them changed outcomes. */
async function runStages(
  connection: Connection,
  stages: readonly RunStage[],
  onStage: () => void,
): Promise<boolean> {
  let outcomesChanged = false;
  if (stages[0]?.file === "010_settlees") {
    await connection.query(sqlFile("run/000_settings.sql"));
    await connection.query(sqlFile("run/001_prepare.sql"));
  }
  for (const stage of stages) {
    const sql = sqlFile(`run/${stage.file}.sql`);
    const { rowCount } = await connection.query(sql, [...stage.parameters]);
    if (stage.tellsChange && rowCount) outcomesChanged = true;
    if (stage.analyze) await connection.query(`analyze ${stage.analyze.join(", ")}`);
    onStage();
  }
  return outcomesChanged;
}

function stageCounter(options: RunOptions, total: number): () => void {
  let done = 0;
  return () => options.onProgress?.(++done, total);
}

async function checkBalance(connection: Connection, month: string): Promise<void> {
  const { rows } = await connection.query(sqlFile("run/150_check.sql"), [month]);
  if (rows.length > 0) {
    const what = rows
      .slice(0, 3)
      .map((row) => row.what)
      .join("; ");
    throw new YuejieError("books_do_not_balance", { period: month, what });
  }
}

type SummaryTotals = OutcomeTotals & Pick<PeriodTotals, "statements">;

function summary(month: string, differences: readonly Difference[], totals: SummaryTotals) {
  const count = (test: (d: Difference) => boolean): number => differences.filter(test).length;
  const byReason = { ...totals.carried.byReason, ...totals.excluded.byReason };
  return {
    period: month,
    orders: {
      settled: totals.settled.orders,
      carried: totals.carried.orders,
      excluded: totals.excluded.orders,
    },
    reasons: Object.fromEntries(
      Object.entries(byReason).map(([reason, total]) => [reason, total.orders]),
    ) as RunResult["reasons"],
    cash: {
      settled: totals.settled.cash,
      carried: totals.carried.cash,
      excluded: totals.excluded.cash,
    },
    statements: {
      created: count((d) => d.before === null),
      replaced: count((d) => d.before !== null && d.after !== null && d.isChanged),
      unchanged: count((d) => !d.isChanged),
      discarded: count((d) => d.after === null),
      total: totals.statements.count,
    },
    amount: totals.statements.amount,
  };
}

async function settleesOf(
  database: Database,
  partners: readonly string[] | undefined,
): Promise<string[] | null> {
  if (partners === undefined || partners.length === 0) return null;
  const { rows } = await database.pool.query(sqlFile("queries/partner/settlees-of.sql"), [
    [...partners],
  ]);
  const unknown: string[] = rows[0].unknown;
  if (unknown.length > 0) {
    throw new YuejieError("partner_unknown", { partnerNo: unknown.join(", ") });
  }
  return rows[0].settlees;
}

async function readNeverRun(database: Database, period: Period): Promise<string[]> {
  const { rows } = await database.pool.query(sqlFile("queries/run/earlier-unrun.sql"), [
    period.start,
  ]);
  return rows.map((row) => row.month);
}
