import { YuejieError } from "../domain/errors.js";
import { toIsoInstant } from "../domain/instant.js";
import { parseMonth } from "../domain/period.js";
import { excludingReasons, type ReasonCode, reasonsOf } from "../domain/reasons.js";
import { formulaOf, substitutedFormula } from "../domain/share.js";
import type { Database } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { type LineRecord, type LineRow, toLineRow } from "./statements.js";

/** A reason of §3, or that the order counts only after the periods run so far (R-E5). */
export type ExplainedReason = ReasonCode | "after_period";

export interface ExplainedLine extends LineRow {
  /** The rule's formula in the symbols of §4; null for lines that move amounts. */
  readonly formula: string | null;
  /** The same with the line's numbers in it. */
  readonly substituted: string | null;
}

export interface Explanation {
  readonly orderNo: string;
  readonly settleableAt: string | null;
  /** As the last run that had it in scope left it; as facts stand today where none had. */
  readonly outcome: "settled" | "carried" | "excluded" | "open";
  readonly reasons: readonly ExplainedReason[];
  /** The month of that run; null where no run had the order in scope. */
  readonly period: string | null;
  readonly statementNo: string | null;
  /** Of the newest line. */
  readonly formula: string | null;
  readonly substituted: string | null;
  readonly lines: readonly ExplainedLine[];
}

/**
 * Answers "why this amount?" and "why is my order not on a statement?".
 *
 * Errors: `order_unknown`.
 * Source: §3, §4, R-S5.
 */
export async function explainOrder(database: Database, orderNo: string): Promise<Explanation> {
  const { rows } = await database.pool.query(sqlFile("queries/order/explain.sql"), [orderNo]);
  const order: OrderRecord | undefined = rows[0];
  if (order === undefined) throw new YuejieError("order_unknown", { orderNo });
  const found = await database.pool.query(sqlFile("queries/line/list-of-order.sql"), [orderNo]);
  const lines = (found.rows as (LineRecord & { run_period: string })[]).map(explainLine);
  const newest = lines.at(-1);
  const newestPeriod = found.rows.at(-1)?.run_period ?? null;
  // A later run may have left what rests on a settled order open: a raised ratio, a correction.
  const isTold = order.told_period !== null && order.told_period > (newestPeriod ?? "");
  const shared = {
    orderNo,
    settleableAt: toIsoInstant(order.settleable_at),
    formula: newest?.formula ?? null,
    substituted: newest?.substituted ?? null,
    lines,
  };
  if (isTold) {
    const reasons = reasonsOf(order.told_reasons ?? 0);
    const outcome = order.told_outcome ?? "carried";
    return { ...shared, outcome, reasons, period: order.told_period, statementNo: null };
  }
  if (newest !== undefined) {
    const statementNo = newest.statementNo;
    return { ...shared, outcome: "settled", reasons: [], period: newestPeriod, statementNo };
  }
  return { ...shared, ...judgeToday(order), period: null, statementNo: null };
}

interface OrderRecord {
  settleable_at: string | null;
  reasons_now: number;
  told_period: string | null;
  told_outcome: "carried" | "excluded" | null;
  told_reasons: number | null;
  last_period: string | null;
}

function explainLine(record: LineRecord): ExplainedLine {
  const line = toLineRow(record);
  return { ...line, formula: formulaOf(line), substituted: substitutedFormula(line) };
}

function judgeToday(order: OrderRecord): Pick<Explanation, "outcome" | "reasons"> {
  const reasons: ExplainedReason[] = reasonsOf(order.reasons_now);
  if (reasons.some((reason) => (excludingReasons as ReadonlySet<string>).has(reason))) {
    return { outcome: "excluded", reasons };
  }
  if (reasons.length > 0) return { outcome: "carried", reasons };
  if (order.settleable_at !== null && order.last_period !== null) {
    const end = parseMonth(order.last_period).end;
    const isLater = new Date(toIsoInstant(order.settleable_at) ?? 0) >= end;
    if (isLater) return { outcome: "open", reasons: ["after_period"] };
  }
  return { outcome: "open", reasons: [] };
}
