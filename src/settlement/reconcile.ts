import { YuejieError } from "../domain/errors.js";
import { parseMonth } from "../domain/period.js";
import type { Database } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import type { RunResult } from "./finish-run.js";
import { type PeriodTotals, readPeriodTotals } from "./period-totals.js";

export interface Reconciliation extends PeriodTotals {
  readonly period: string;
  readonly balanced: boolean;
}

/**
 * The reconciliation of a month as its last run left it, held against what the run said of it.
 *
 * Errors: `period_form`, `period_never_run`.
 * Source: R-R5.
 */
export async function reconcile(database: Database, month: string): Promise<Reconciliation> {
  const period = parseMonth(month).label;
  const last = await database.pool.query(sqlFile("queries/period/last-run.sql"), [period]);
  if (last.rows.length === 0) throw new YuejieError("period_never_run", { period });
  const totals = await readPeriodTotals(database.pool, period);
  const run: LastRun = last.rows[0];
  const balanced =
    run.state === "completed" &&
    (["settled", "carried", "excluded"] as const).every(
      (outcome) =>
        totals[outcome].orders === run.summary?.orders[outcome] &&
        totals[outcome].cash === run.summary.cash[outcome],
    ) &&
    totals.lines.amount === totals.statements.amount;
  return { period, balanced, ...totals };
}

interface LastRun {
  readonly state: "completed" | "failed";
  /** What the run said of the month when it ended. */
  readonly summary: Pick<RunResult, "orders" | "cash"> | null;
}
