import type { InvoiceFileFacts, SubmittedInvoice } from "../../domain/invoice.js";
import type { InvoiceExpectation } from "../../domain/invoice-points.js";
import type { StatementStatus } from "../../domain/lifecycle/states.js";
import { shanghaiDay } from "../../domain/period.js";
import type { Queryable } from "../../platform/database/database.js";
import { sqlFile } from "../../platform/database/sql-file.js";

/** Who buys, and what for, as invoices have to say it. */
export interface Buyer {
  readonly title: string;
  readonly taxNo: string;
  readonly invoiceItem: string;
}

/** A statement as its invoices have to show it; amounts CNY with 2 places. */
export interface InvoicedStatement {
  readonly statementNo: string;
  readonly settleeNo: string;
  readonly settleeName: string;
  readonly settleeTaxNo: string | null;
  readonly period: string;
  readonly status: StatementStatus;
  readonly resumesAs: StatementStatus | null;
  readonly amount: string;
  readonly netAmount: string;
  readonly taxAmount: string;
  readonly serviceFeeRate: string;
  readonly enteredAt: Date;
  /** Null: no invoice was requested yet. */
  readonly requestedAt: Date | null;
}

/** Statements that are there, in order of settlee and number. */
export async function readInvoicedStatements(
  queryable: Queryable,
  statementNos: readonly string[],
): Promise<InvoicedStatement[]> {
  const { rows } = await queryable.query(sqlFile("queries/invoice/expected.sql"), [
    [...statementNos],
  ]);
  return rows.map((row) => ({
    statementNo: row.statement_no,
    settleeNo: row.settlee_no,
    settleeName: row.settlee_name,
    settleeTaxNo: row.settlee_tax_no,
    period: row.period,
    status: row.status,
    resumesAs: row.resumes_as,
    amount: row.amount,
    netAmount: row.net_amount,
    taxAmount: row.tax_amount,
    serviceFeeRate: row.service_fee_rate,
    enteredAt: new Date(row.entered_at),
    requestedAt: row.invoice_requested_at === null ? null : new Date(row.invoice_requested_at),
  }));
}

/** What the invoices of a statement are held against on a day. */
export function expectationOf(
  statement: InvoicedStatement,
  buyer: Buyer,
  now: Date,
): InvoiceExpectation {
  const { statementNo, period, amount, netAmount, taxAmount, serviceFeeRate } = statement;
  return {
    ...{ statementNo, period, amount, netAmount, taxAmount, serviceFeeRate },
    requestedOn: shanghaiDay(statement.requestedAt ?? statement.enteredAt),
    today: shanghaiDay(now),
    seller: { name: statement.settleeName, taxNo: statement.settleeTaxNo },
    buyer: { name: buyer.title, taxNo: buyer.taxNo },
    item: buyer.invoiceItem,
  };
}

export interface StandingInvoices {
  /** How often the statement was invoiced; 0: never. */
  readonly submissionNo: number;
  readonly invoices: readonly SubmittedInvoice[];
}

/** The invoices of a statement that were neither refused nor returned. */
export async function readStandingInvoices(
  queryable: Queryable,
  statementNo: string,
): Promise<StandingInvoices> {
  const { rows } = await queryable.query(sqlFile("queries/invoice/standing.sql"), [statementNo]);
  const invoices = rows.map((row) => ({
    invoiceNo: row.invoice_no as string,
    issuedOn: row.issued_on as string,
    netAmount: row.net_amount as string,
    taxAmount: row.tax_amount as string,
    amount: row.amount as string,
    rate: row.service_fee_rate as string | null,
    file: row.file_facts as InvoiceFileFacts | null,
  }));
  return { submissionNo: rows[0]?.submission_no ?? 0, invoices };
}
