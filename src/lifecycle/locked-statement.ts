import { YuejieError } from "../domain/errors.js";
import type { StatementStatus } from "../domain/lifecycle/states.js";
import type { Connection } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";

/** A statement that a transaction holds, with what transitions ask of it. */
export interface LockedStatement {
  readonly statementId: string;
  readonly statementNo: string;
  readonly settleeNo: string;
  readonly settleeName: string;
  /** The month whose run made it. */
  readonly runPeriod: string;
  /** Its label: a month or a quarter. */
  readonly period: string;
  readonly status: StatementStatus;
  /** What a questioned statement is again when it is answered. */
  readonly resumesAs: StatementStatus | null;
  /** One more with every recall. */
  readonly version: number;
  readonly signRound: number;
  readonly lineCount: number;
  /** CNY, 2 places, tax included; net and tax add up to it. */
  readonly amount: string;
  readonly netAmount: string;
  readonly taxAmount: string;
  readonly outputTaxRate: string;
  readonly serviceFeeRate: string;
  readonly enteredAt: string;
  readonly invoiceRequestedAt: string | null;
  readonly sentAt: string | null;
  readonly sentBy: string | null;
  readonly businessInfo: "certified" | "changing" | "missing";
  readonly taxpayerType: "general" | "small_scale";
  /** The settlee's own rate; null: the default of its taxpayer type. */
  readonly settleeRate: string | null;
  /** It has an e-mail address or a mobile number on record. */
  readonly isReachable: boolean;
}

/**
 * Holds a statement until the transaction ends.
 *
 * Errors: `statement_unknown`.
 */
export async function lockStatement(
  connection: Connection,
  statementNo: string,
): Promise<LockedStatement> {
  const { rows } = await connection.query(sqlFile("queries/lifecycle/lock-statement.sql"), [
    statementNo,
  ]);
  const [row] = rows;
  if (row === undefined) throw new YuejieError("statement_unknown", { statementNo });
  return {
    statementId: row.statement_id,
    statementNo: row.statement_no,
    settleeNo: row.settlee_no,
    settleeName: row.settlee_name,
    runPeriod: row.run_period,
    period: row.period,
    status: row.status,
    resumesAs: row.resumes_as,
    version: row.version,
    signRound: row.sign_round,
    lineCount: row.line_count,
    amount: row.amount,
    netAmount: row.net_amount,
    taxAmount: row.tax_amount,
    outputTaxRate: row.output_tax_rate,
    serviceFeeRate: row.service_fee_rate,
    enteredAt: row.entered_at,
    invoiceRequestedAt: row.invoice_requested_at,
    sentAt: row.sent_at,
    sentBy: row.sent_by,
    businessInfo: row.business_info,
    taxpayerType: row.taxpayer_type,
    settleeRate: row.settlee_rate,
    isReachable: row.is_reachable,
  };
}
