import { toIsoInstant } from "../../domain/instant.js";
import { parsePeriod } from "../../domain/period.js";
import type { Database } from "../../platform/database/database.js";
import { sqlFile } from "../../platform/database/sql-file.js";
import { streamRows } from "../../platform/database/stream-rows.js";
import { findPerson } from "../person.js";
import { onlySettlee } from "./reader.js";

/** One invoice as it was submitted, and what became of it; amounts CNY, the rate a fraction. */
export interface InvoiceRow {
  readonly statementNo: string;
  readonly settleeNo: string;
  readonly period: string;
  readonly submissionNo: number;
  readonly invoiceNo: string;
  readonly medium: "paper" | "electronic";
  readonly issuedOn: string;
  readonly netAmount: string;
  readonly taxAmount: string;
  readonly amount: string;
  readonly serviceFeeRate: string | null;
  readonly trackingNo: string | null;
  readonly fileSha256: string | null;
  /** Null: on paper. That there is a signature does not say that it is genuine. */
  readonly signature: "present_not_checked" | "absent" | null;
  readonly state: "submitted" | "accepted" | "refused" | "returned";
  readonly submittedBy: string;
  readonly submittedAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly reason: string | null;
}

/**
 * Invoices of a label or of one statement, those that were refused or returned too; a partner user sees its own.
 *
 * Errors: `period_form`, `user_unknown`.
 */
export async function* listInvoices(
  database: Database,
  { of, actor }: { of: { period: string } | { statementNo: string }; actor: string },
): AsyncGenerator<InvoiceRow> {
  const person = await findPerson(database.pool, actor);
  const label = "period" in of ? parsePeriod(of.period).label : null;
  const statementNo = "statementNo" in of ? of.statementNo : null;
  const rows = streamRows<InvoiceRecord>(database, sqlFile("queries/invoice/list.sql"), [
    label,
    statementNo,
    onlySettlee(person) ?? null,
  ]);
  for await (const row of rows) yield invoiceRow(row);
}

interface InvoiceRecord {
  readonly statement_no: string;
  readonly settlee_no: string;
  readonly period: string;
  readonly submission_no: number;
  readonly invoice_no: string;
  readonly medium: InvoiceRow["medium"];
  readonly issued_on: string;
  readonly net_amount: string;
  readonly tax_amount: string;
  readonly amount: string;
  readonly service_fee_rate: string | null;
  readonly tracking_no: string | null;
  readonly file_sha256: string | null;
  readonly has_signature: boolean | null;
  readonly state: InvoiceRow["state"];
  readonly submitted_by: string;
  readonly submitted_at: string;
  readonly decided_by: string | null;
  readonly decided_at: string | null;
  readonly reason: string | null;
}

function invoiceRow(row: InvoiceRecord): InvoiceRow {
  const signature = row.has_signature ? "present_not_checked" : "absent";
  return {
    statementNo: row.statement_no,
    settleeNo: row.settlee_no,
    period: row.period,
    submissionNo: row.submission_no,
    invoiceNo: row.invoice_no,
    medium: row.medium,
    issuedOn: row.issued_on,
    netAmount: row.net_amount,
    taxAmount: row.tax_amount,
    amount: row.amount,
    serviceFeeRate: row.service_fee_rate,
    trackingNo: row.tracking_no,
    fileSha256: row.file_sha256,
    signature: row.has_signature === null ? null : signature,
    state: row.state,
    submittedBy: row.submitted_by,
    submittedAt: toIsoInstant(row.submitted_at) ?? "",
    decidedBy: row.decided_by,
    decidedAt: toIsoInstant(row.decided_at),
    reason: row.reason,
  };
}
