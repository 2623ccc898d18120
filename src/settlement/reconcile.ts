import { YuejieError } from "../domain/errors.js";
import { Decimal } from "../domain/money.js";
import { parseMonth } from "../domain/period.js";
import type { Database } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { type OrderTotal, type PeriodTotals, readPeriodTotals } from "./period-totals.js";

export interface Reconciliation extends PeriodTotals {
  readonly period: string;
  readonly balanced: boolean;
}

/**
 * The reconciliation of a month as its last run left it, held against the rows it was counted from.
 *
 * Errors: `period_form`, `period_never_run`.
 * Source: R-R5.
 */
export async function reconcile(database: Database, month: string): Promise<Reconciliation> {
  const period = parseMonth(month).label;
  const last = await database.pool.query(sqlFile("queries/period/last-run.sql"), [period]);
  if (last.rows.length === 0) throw new YuejieError("period_never_run", { period });
  const totals = await readPeriodTotals(database.pool, period);
  const counted = await database.pool.query(sqlFile("queries/period/outcome-check.sql"), [period]);
  const rows = new Map(counted.rows.map((row) => [row.outcome as string, row]));
  const agrees = (outcome: "carried" | "excluded"): boolean =>
    sameTotal(totals[outcome], rows.get(outcome));
  const balanced =
    last.rows[0].state === "completed" &&
    agrees("carried") &&
    agrees("excluded") &&
    totals.lines.amount === totals.statements.amount;
  return { period, balanced, ...totals };
}

function sameTotal(total: OrderTotal, row: { orders: string; cash: string } | undefined): boolean {
  return (
    total.orders === Number(row?.orders ?? 0) && new Decimal(total.cash).equals(row?.cash ?? 0)
  );
}
