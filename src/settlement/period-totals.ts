import { Decimal, formatAmount } from "../domain/money.js";
import { type ReasonCode, reasonsOf } from "../domain/reasons.js";
import type { Queryable } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";

/** Orders and their cash consumption, CNY. */
export interface OrderTotal {
  readonly orders: number;
  readonly cash: string;
}

export interface AmountTotal {
  readonly count: number;
  readonly amount: string;
}

/** A month as its last run left it (R-R5); orders are counted under their first reason. */
export interface PeriodTotals {
  readonly inScope: OrderTotal;
  readonly settled: OrderTotal;
  readonly carried: OrderTotal & { readonly byReason: Partial<Record<ReasonCode, OrderTotal>> };
  readonly excluded: OrderTotal & { readonly byReason: Partial<Record<ReasonCode, OrderTotal>> };
  readonly statements: AmountTotal;
  readonly lines: AmountTotal;
  readonly broughtForward: AmountTotal;
  readonly setOff: AmountTotal;
}

type Outcome = "settled" | "carried" | "excluded";

/**
 * Reads the stored reconciliation of a month and re-sums its statements and lines.
 *
 * Shape: all zero where the month was never run.
 * Source: R-R5.
 */
export async function readPeriodTotals(database: Queryable, month: string): Promise<PeriodTotals> {
  const outcomes = await database.query(sqlFile("queries/period/outcome-totals.sql"), [month]);
  const { rows } = await database.query(sqlFile("queries/period/statement-totals.sql"), [month]);
  return {
    ...sumOutcomes(outcomes.rows),
    statements: amountTotal(rows[0], "statement"),
    lines: amountTotal(rows[0], "line"),
    broughtForward: amountTotal(rows[0], "brought_forward"),
    setOff: amountTotal(rows[0], "set_off"),
  };
}

/** Orders by outcome, and by the reason they are counted under. */
export type OutcomeTotals = Pick<PeriodTotals, "inScope" | "settled" | "carried" | "excluded">;

/** Sums rows of `outcome, reason, orders, cash`, one for each reason. */
export function sumOutcomes(
  rows: readonly { outcome: Outcome; reason: number; orders: string; cash: string }[],
): OutcomeTotals {
  const sums = { settled: emptyTotal(), carried: emptyTotal(), excluded: emptyTotal() };
  const byReason: Record<"carried" | "excluded", Partial<Record<ReasonCode, OrderTotal>>> = {
    carried: {},
    excluded: {},
  };
  for (const row of rows) {
    const total = { orders: Number(row.orders), cash: formatAmount(new Decimal(row.cash)) };
    sums[row.outcome] = addTotals(sums[row.outcome], total);
    const reason = reasonsOf(row.reason)[0];
    if (row.outcome !== "settled" && reason !== undefined) byReason[row.outcome][reason] = total;
  }
  return {
    inScope: addTotals(addTotals(sums.settled, sums.carried), sums.excluded),
    settled: sums.settled,
    carried: { ...sums.carried, byReason: byReason.carried },
    excluded: { ...sums.excluded, byReason: byReason.excluded },
  };
}

/** Reads `<name>_count` and `<name>_amount` of a row. */
export function amountTotal(row: Record<string, string>, name: string): AmountTotal {
  return {
    count: Number(row[`${name}_count`]),
    amount: formatAmount(new Decimal(row[`${name}_amount`] ?? 0)),
  };
}

function emptyTotal(): OrderTotal {
  return { orders: 0, cash: "0.00" };
}

function addTotals(left: OrderTotal, right: OrderTotal): OrderTotal {
  return {
    orders: left.orders + right.orders,
    cash: formatAmount(new Decimal(left.cash).plus(right.cash)),
  };
}
