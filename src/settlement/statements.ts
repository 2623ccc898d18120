import { YuejieError } from "../domain/errors.js";
import { toIsoInstant } from "../domain/instant.js";
import { parseMonth, parsePeriod } from "../domain/period.js";
import { type ReasonCode, reasonsOf } from "../domain/reasons.js";
import type { LineKind, ShareRule } from "../domain/share.js";
import type { Database } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { streamRows } from "../platform/database/stream-rows.js";

/** One statement (R-S1 to R-S3); amounts CNY, rates fractions, all decimal strings. */
export interface StatementRow {
  readonly statementNo: string;
  readonly period: string;
  readonly settleeNo: string;
  readonly type: "base" | "assessment";
  readonly outputTaxRate: string;
  readonly serviceFeeRate: string;
  readonly lineCount: number;
  readonly amount: string;
  readonly netAmount: string;
  readonly taxAmount: string;
  readonly status: string;
}

/** One line with all its amount came from (R-S5). */
export interface LineRow {
  readonly statementNo: string;
  readonly lineNo: number;
  readonly kind: LineKind;
  readonly orderNo: string | null;
  readonly productNo: string | null;
  readonly partnerNo: string | null;
  readonly usageMonth: string | null;
  readonly rule: ShareRule | null;
  readonly dealAmount: string | null;
  readonly floorAmount: string | null;
  readonly cashConsumption: string | null;
  readonly shareBase: string | null;
  readonly ratio: string | null;
  readonly outputTaxRate: string;
  readonly serviceFeeRate: string;
  readonly settleableRatio: string | null;
  readonly completesAmount: string | null;
  readonly earlierAmount: string;
  readonly isReversal: boolean;
  readonly amount: string;
  readonly settleableAt: string | null;
  readonly sourceStatementNo: string | null;
  readonly sourceLineNo: number | null;
  readonly runId: string;
}

export interface OutcomeRow {
  readonly orderNo: string;
  readonly outcome: "settled" | "carried" | "excluded";
  readonly reasons: readonly ReasonCode[];
  readonly statementNo: string | null;
}

/** Statements with a label, a month or a quarter, by number. Errors: `period_form`. */
export async function* listStatements(
  database: Database,
  label: string,
): AsyncGenerator<StatementRow> {
  const sql = sqlFile("queries/statement/list.sql");
  for await (const row of streamRows<Record<string, never>>(database, sql, [
    parsePeriod(label).label,
  ])) {
    yield {
      statementNo: row.statement_no,
      period: row.period,
      settleeNo: row.settlee_no,
      type: row.type,
      outputTaxRate: row.output_tax_rate,
      serviceFeeRate: row.service_fee_rate,
      lineCount: row.line_count,
      amount: row.amount,
      netAmount: row.net_amount,
      taxAmount: row.tax_amount,
      status: row.status,
    } as unknown as StatementRow;
  }
}

/**
 * Lines of a label's statements, or of one statement, by statement and line.
 *
 * Errors: `period_form`, `statement_unknown`.
 */
export async function* listLines(
  database: Database,
  of: { readonly period: string } | { readonly statementNo: string },
): AsyncGenerator<LineRow> {
  if ("statementNo" in of) await requireStatement(database, of.statementNo);
  const [file, value] =
    "statementNo" in of
      ? ["list-of-statement", of.statementNo]
      : ["list-of-period", parsePeriod(of.period).label];
  const sql = sqlFile(`queries/line/${file}.sql`);
  for await (const row of streamRows<LineRecord>(database, sql, [value])) yield toLineRow(row);
}

/** Errors: `statement_unknown`. */
export async function requireStatement(database: Database, statementNo: string): Promise<void> {
  const { rows } = await database.pool.query(sqlFile("queries/statement/exists.sql"), [
    statementNo,
  ]);
  if (!rows[0].found) throw new YuejieError("statement_unknown", { statementNo });
}

/** Every order in scope of a month's last run, by order number (R-E12). Errors: `period_form`. */
export async function* listOutcomes(database: Database, month: string): AsyncGenerator<OutcomeRow> {
  const sql = sqlFile("queries/order/outcomes.sql");
  for await (const row of streamRows<{
    order_no: string;
    outcome: OutcomeRow["outcome"];
    reasons: number;
    statement_no: string | null;
  }>(database, sql, [parseMonth(month).label])) {
    yield {
      orderNo: row.order_no,
      outcome: row.outcome,
      reasons: reasonsOf(row.reasons),
      statementNo: row.statement_no,
    };
  }
}

/** A row of the line queries. */
export interface LineRecord {
  statement_no: string;
  line_no: number;
  kind: LineKind;
  reversal: boolean;
  order_no: string | null;
  product_no: string | null;
  partner_no: string | null;
  usage_month: string | null;
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
  settleable_at: string | null;
  source_statement_no: string | null;
  source_line_no: number | null;
  run_id: string;
}

export function toLineRow(row: LineRecord): LineRow {
  return {
    statementNo: row.statement_no,
    lineNo: row.line_no,
    kind: row.kind,
    orderNo: row.order_no,
    productNo: row.product_no,
    partnerNo: row.partner_no,
    usageMonth: row.usage_month,
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
    isReversal: row.reversal,
    amount: row.amount,
    settleableAt: toIsoInstant(row.settleable_at),
    sourceStatementNo: row.source_statement_no,
    sourceLineNo: row.source_line_no,
    runId: row.run_id,
  };
}
