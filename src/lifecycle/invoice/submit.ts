import { YuejieError } from "../../domain/errors.js";
import { requireSums, type SubmittedInvoice } from "../../domain/invoice.js";
import { checkInvoices, type InvoicePoint } from "../../domain/invoice-points.js";
import { transitionOf } from "../../domain/lifecycle/transitions.js";
import {
  type Connection,
  type Database,
  withTransaction,
} from "../../platform/database/database.js";
import { sqlFile } from "../../platform/database/sql-file.js";
import { type BulkResult, type Moved, type Selection, transit } from "../bulk.js";
import { requireCertified, requireOwn } from "../guards.js";
import { type LockedStatement, lockStatement } from "../locked-statement.js";
import { type Act, move, requireState } from "../move.js";
import { findPerson, requireRole } from "../person.js";
import { type Buyer, expectationOf, readInvoicedStatements } from "./expectation.js";
import type { ReadInvoice } from "./read-invoice-file.js";

/** What is handed in for one statement: paper that was posted, or electronic invoices, which have come with it. */
export type Submission =
  | {
      readonly medium: "paper";
      readonly invoices: readonly SubmittedInvoice[];
      readonly trackingNo: string;
    }
  | { readonly medium: "electronic"; readonly files: readonly ReadInvoice[] };

export interface SubmitInvoiceOptions extends Act {
  readonly statementNo: string;
  readonly submission: Submission;
  readonly buyer: Buyer;
}

export interface Submitted extends Moved {
  readonly submissionNo: number;
  readonly invoiceNos: readonly string[];
  /** What will be refused when finance looks: told at once, so that it can be seen to. */
  readonly wrong: readonly InvoicePoint[];
}

/**
 * Takes a statement's invoices in (step 5): several may make it up; a number that stands or was accepted for another
 * statement is refused, by whomever.
 *
 * Errors: `role_missing`, `user_unknown`, `statement_unknown` (also another settlee's), `transition_impossible`,
 *         `settlee_not_certified`, `tracking_missing`, `invoice_twice`, `invoice_used`, `invoice_sums`.
 * Source: R-W4, R-W5, R-W8.
 */
export async function submitInvoices(
  database: Database,
  { statementNo, submission, buyer, actor, now }: SubmitInvoiceOptions,
): Promise<Submitted> {
  const person = await findPerson(database.pool, actor);
  requireRole(person, transitionOf("submit_invoice").by);
  const invoices = invoicesOf(submission);
  const invoiceNos = invoices.map((it) => it.invoiceNo);
  requireForm(statementNo, submission, invoices);
  return withTransaction(database, async (connection) => {
    const statement = await lockStatement(connection, statementNo);
    requireOwn(statement, person);
    requireState(statement, "submit_invoice");
    requireCertified(statement);
    await requireUnused(connection, statement, invoiceNos);
    const by = { actor: person.name, now };
    const submissionNo = await store(connection, statement, submission, by);
    const { status } = await move(connection, statement, {
      event: "submit_invoice",
      to: submission.medium === "paper" ? "invoice_submitted" : "invoice_received",
      ...{ actor: person.name, now },
      details: { submissionNo, medium: submission.medium, invoiceNos },
    });
    const [expected] = await readInvoicedStatements(connection, [statementNo]);
    const points = expected ? checkInvoices(expectationOf(expected, buyer, now), invoices) : [];
    const wrong = points.filter(({ standing }) => standing === "wrong");
    return { statementNo, status, submissionNo, invoiceNos, wrong };
  });
}

/**
 * Records that invoices on paper have come: the days of step 6 count from here.
 *
 * Errors: `role_missing`, `user_unknown`; in the result `settlee_not_certified`, `transition_impossible`.
 * Source: R-W1, R-W5.
 */
export async function receiveInvoices(
  database: Database,
  options: Act & {
    selection: Selection;
    onProgress?: ((done: number, total: number) => void) | undefined;
  },
): Promise<BulkResult<Moved>> {
  const { selection, now, onProgress } = options;
  const person = await findPerson(database.pool, options.actor);
  requireRole(person, transitionOf("receive_invoice").by);
  return transit(database, {
    ...{ selection, event: "receive_invoice", onProgress },
    work: async (connection, statement) => {
      requireCertified(statement);
      const by = { actor: person.name, now };
      return move(connection, statement, {
        event: "receive_invoice",
        to: "invoice_received",
        ...by,
      });
    },
  });
}

function invoicesOf(submission: Submission): readonly SubmittedInvoice[] {
  return submission.medium === "paper"
    ? submission.invoices
    : submission.files.map(({ invoice }) => invoice);
}

function requireForm(
  statementNo: string,
  submission: Submission,
  invoices: readonly SubmittedInvoice[],
): void {
  for (const invoice of invoices) requireSums(invoice);
  const numbers = invoices.map((it) => it.invoiceNo);
  const twice = numbers.find((number, index) => numbers.indexOf(number) !== index);
  if (twice !== undefined)
    throw new YuejieError("invoice_twice", { statementNo, invoiceNo: twice });
  if (submission.medium === "electronic") return;
  const length = submission.trackingNo.trim().length;
  if (length === 0 || length > 64) throw new YuejieError("tracking_missing");
}

async function requireUnused(
  connection: Connection,
  { statementNo }: LockedStatement,
  invoiceNos: readonly string[],
): Promise<void> {
  const { rows } = await connection.query(sqlFile("queries/invoice/used-by-others.sql"), [
    [...invoiceNos],
    statementNo,
  ]);
  const [used] = rows;
  if (used === undefined) return;
  throw new YuejieError("invoice_used", { statementNo, invoiceNo: used.invoice_no });
}

/** Whoever is first has a number; a second waits for the first to end, and is refused or goes on. */
async function store(
  connection: Connection,
  { statementNo }: LockedStatement,
  submission: Submission,
  by: Act,
): Promise<number> {
  const rows = rowsOf(submission);
  try {
    const { rows: stored } = await connection.query(sqlFile("queries/invoice/submit.sql"), [
      ...[statementNo, by.actor, by.now],
      JSON.stringify(rows),
    ]);
    return stored[0].submission_no;
  } catch (error) {
    const { constraint, detail = "" } = error as { constraint?: string; detail?: string };
    if (constraint !== "invoice_standing_uq") throw error;
    const invoiceNo = /\d{18,20}/.exec(detail)?.[0] ?? "";
    throw new YuejieError("invoice_used", { statementNo, invoiceNo }, error);
  }
}

/** Columns of the table. */
function rowsOf(submission: Submission): Record<string, unknown>[] {
  const { medium } = submission;
  const common = (it: SubmittedInvoice) => ({
    medium,
    invoice_no: it.invoiceNo,
    issued_on: it.issuedOn,
    net_amount: it.netAmount,
    tax_amount: it.taxAmount,
    amount: it.amount,
    service_fee_rate: it.rate,
  });
  if (submission.medium === "paper") {
    const tracking_no = submission.trackingNo.trim();
    return submission.invoices.map((invoice) => ({ ...common(invoice), tracking_no }));
  }
  return submission.files.map(({ invoice, sha256 }) => ({
    ...common(invoice),
    file_sha256: sha256,
    file_facts: invoice.file,
  }));
}
