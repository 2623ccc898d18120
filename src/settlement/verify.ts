import { Decimal, formatAmount } from "../domain/money.js";
import {
  hasConsistentBase,
  type LineKind,
  recomputeLine,
  type SettledLine,
  type ShareRule,
} from "../domain/share.js";
import type { Database } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { streamRows } from "../platform/database/stream-rows.js";

export interface Mismatch {
  readonly statementNo: string;
  /** Null: the statement's total, not one of its lines. */
  readonly lineNo: number | null;
  readonly amount: string;
  readonly recomputed: string;
}

export interface VerifyResult {
  readonly lines: number;
  readonly mismatches: readonly Mismatch[];
}

/** Mismatches reported one by one; where there are more, the books are not looked at line by line. */
const mismatchLimit = 1_000;

/**
 * Recomputes every line of a period in decimal.js from the line's own inputs, and every total from its
 * lines.
 *
 * @param label a month (then all that its runs made, the quarter's statements included) or a quarter.
 * Source: R-S3, R-S4, R-S5.
 */
export function verifyPeriod(
  database: Database,
  label: string,
  onProgress?: (lines: number) => void,
): Promise<VerifyResult> {
  return verify(database, { file: "verify-of-period", value: label }, [label, null], onProgress);
}

/** Recomputes one statement; what step 2 asks before it sends. */
export function verifyStatement(database: Database, statementNo: string): Promise<VerifyResult> {
  return verify(database, { file: "verify-of-statement", value: statementNo }, [null, statementNo]);
}

async function verify(
  database: Database,
  source: { file: string; value: string },
  totals: readonly unknown[],
  onProgress?: (lines: number) => void,
): Promise<VerifyResult> {
  const mismatches: Mismatch[] = [];
  let lines = 0;
  const sql = sqlFile(`queries/line/${source.file}.sql`);
  for await (const row of streamRows(database, sql, [source.value])) {
    lines += 1;
    const recomputed = recompute(row as LineRow);
    if (recomputed !== (row as LineRow).amount && mismatches.length < mismatchLimit) {
      mismatches.push(mismatch(row as LineRow, recomputed));
    }
    if (lines % 5_000 === 0) onProgress?.(lines);
  }
  const { rows } = await database.pool.query(sqlFile("queries/statement/totals-differ.sql"), [
    ...totals,
  ]);
  for (const row of rows) {
    mismatches.push({
      statementNo: row.statement_no,
      lineNo: null,
      amount: row.amount,
      recomputed: row.line_amount,
    });
  }
  onProgress?.(lines);
  return { lines, mismatches };
}

interface LineRow {
  statement_no: string;
  line_no: number;
  kind: LineKind;
  reversal: boolean;
  rule: ShareRule | null;
  deal_amount: string | null;
  floor_amount: string | null;
  cash_consumption: string | null;
  share_base: string | null;
  ratio: string | null;
  output_tax_rate: string;
  service_fee_rate: string;
  settleable_ratio: string | null;
  completes_amount: string | null;
  earlier_amount: string;
  amount: string;
  source_amount: string | null;
}

/** The amount the line should have, or a word where its inputs contradict each other. */
function recompute(row: LineRow): string {
  const line = toSettledLine(row);
  if (!hasConsistentBase(line)) return "inconsistent share base";
  const amount = recomputeLine(line);
  if (amount !== null) return formatAmount(amount);
  // Brought forward: the deficit, whole. Set off: that both halves cancel is checked with the totals.
  return row.kind === "brought_forward" ? (row.source_amount ?? "no source") : row.amount;
}

/** A row of the line queries as the domain sees it. */
export function toSettledLine(
  row: Omit<LineRow, "statement_no" | "line_no" | "source_amount">,
): SettledLine {
  return {
    kind: row.kind,
    isReversal: row.reversal,
    rule: row.rule,
    dealAmount: row.deal_amount,
    floorAmount: row.floor_amount,
    cashConsumption: row.cash_consumption,
    shareBase: row.share_base,
    ratio: row.ratio,
    outputTaxRate: row.output_tax_rate,
    serviceFeeRate: row.service_fee_rate,
    settleableRatio: row.settleable_ratio,
    completesAmount: row.completes_amount,
    earlierAmount: row.earlier_amount,
    amount: row.amount,
  };
}

function mismatch(row: LineRow, recomputed: string): Mismatch {
  return {
    statementNo: row.statement_no,
    lineNo: row.line_no,
    amount: formatAmount(new Decimal(row.amount)),
    recomputed,
  };
}
