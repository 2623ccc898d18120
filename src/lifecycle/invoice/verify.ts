import { YuejieError } from "../../domain/errors.js";
import {
  checkInvoices,
  type InvoicePoint,
  invoicePoints,
  standingOfPoints,
} from "../../domain/invoice-points.js";
import { sayWrong } from "../../domain/invoice-reason.js";
import type { StatementStatus } from "../../domain/lifecycle/states.js";
import { transitionOf } from "../../domain/lifecycle/transitions.js";
import type { Connection, Database, Queryable } from "../../platform/database/database.js";
import { sqlFile } from "../../platform/database/sql-file.js";
import {
  type BulkResult,
  chooseStatements,
  forEachStatement,
  type Moved,
  type Selection,
  transit,
} from "../bulk.js";
import { requireCertified } from "../guards.js";
import type { LockedStatement } from "../locked-statement.js";
import { type Act, move } from "../move.js";
import { findPerson, requireRole } from "../person.js";
import {
  type Buyer,
  expectationOf,
  readInvoicedStatements,
  readStandingInvoices,
} from "./expectation.js";
import { onlySettlee, requireMayRead } from "./reader.js";

/** The invoices of a statement, held against it. */
export interface InvoiceFindings {
  readonly statementNo: string;
  readonly status: StatementStatus;
  readonly submissionNo: number;
  readonly standing: "right" | "wrong" | "by_eye";
  readonly points: readonly InvoicePoint[];
}

export interface InvoiceCheckOptions {
  readonly selection: Selection;
  readonly buyer: Buyer;
  readonly actor: string;
  readonly now: Date;
}

/**
 * Shows every point of the invoices of statements; changes nothing.
 *
 * Errors: `user_unknown`; in the result `statement_unknown` (also another settlee's), `invoice_missing`.
 * Source: R-W8.
 */
export async function showInvoicePoints(
  database: Database,
  { selection, buyer, actor, now }: InvoiceCheckOptions,
): Promise<BulkResult<InvoiceFindings>> {
  const person = await findPerson(database.pool, actor);
  const events = ["accept_invoice", "receive_invoice"] as const;
  const own = onlySettlee(person);
  // What is another's is not named to a partner user, not even to refuse it.
  const mine = own === undefined ? selection : { ...selection, settleeNo: own };
  const chosen = await chooseStatements(database, mine, events);
  return forEachStatement(chosen, async (statementNo) => {
    const [statement] = await readInvoicedStatements(database.pool, [statementNo]);
    requireMayRead(person, statementNo, statement?.settleeNo);
    return findingsOf(database.pool, statementNo, { buyer, now });
  });
}

export interface AcceptInvoiceOptions extends InvoiceCheckOptions {
  /** Somebody looked at what was submitted and answers for the points that it does not tell. */
  readonly checked: boolean;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Accepts the invoices of statements (step 6), where every point is right.
 *
 * Errors: `role_missing`, `user_unknown`; in the result `invoice_wrong`, `invoice_unchecked`, `invoice_missing`,
 *         `settlee_not_certified`, `transition_impossible`.
 * Source: R-W5, R-W8.
 */
export async function acceptInvoices(
  database: Database,
  options: AcceptInvoiceOptions,
): Promise<BulkResult<Moved>> {
  const { selection, onProgress } = options;
  const person = await findPerson(database.pool, options.actor);
  requireRole(person, transitionOf("accept_invoice").by);
  return transit(database, {
    ...{ selection, event: "accept_invoice", onProgress },
    work: async (connection, statement) => {
      requireCertified(statement);
      return accept(connection, statement, { ...options, actor: person.name });
    },
  });
}

async function accept(
  connection: Connection,
  statement: LockedStatement,
  { buyer, now, actor, checked }: AcceptInvoiceOptions,
): Promise<LockedStatement> {
  const { statementNo } = statement;
  const { points, standing, submissionNo } = await findingsOf(connection, statementNo, {
    buyer,
    now,
  });
  if (standing === "wrong") {
    const wrongZh = sayWrong(points, "zh-CN");
    const wrong = sayWrong(points, "en");
    throw new YuejieError("invoice_wrong", { statementNo, wrong, wrongZh });
  }
  const byEye = [...new Set(points.filter((it) => it.standing === "by_eye").map((it) => it.point))];
  if (byEye.length > 0 && !checked) {
    const pointsZh = byEye.map((point) => invoicePoints[point].zh).join("、");
    const unchecked = byEye.map((point) => invoicePoints[point].en).join(", ");
    throw new YuejieError("invoice_unchecked", { statementNo, points: unchecked, pointsZh });
  }
  const { invoiceNos } = await decide(connection, statement, {
    ...{ from: "submitted", to: "accepted", actor, now, reason: null },
  });
  // What a person answers for, and what no one checked, stays told apart.
  const details = { submissionNo, invoiceNos, checkedByEye: byEye };
  const by = { actor, now, details };
  return move(connection, statement, { event: "accept_invoice", to: "invoice_verified", ...by });
}

export interface Decision extends Act {
  readonly from: "submitted" | "accepted";
  readonly to: "accepted" | "refused" | "returned";
  readonly reason: string | null;
}

/**
 * Marks the standing invoices of a statement; their numbers, ascending.
 *
 * Errors: `invoice_missing`.
 */
export async function decide(
  connection: Connection,
  { statementNo }: LockedStatement,
  { from, to, actor, now, reason }: Decision,
): Promise<{ invoiceNos: string[]; submissionNo: number }> {
  const { rows } = await connection.query(sqlFile("queries/invoice/decide.sql"), [
    ...[statementNo, from, to, actor, now],
    reason,
  ]);
  if (rows.length === 0) throw new YuejieError("invoice_missing", { statementNo });
  const invoiceNos = rows.map((row) => row.invoice_no as string).sort();
  return { invoiceNos, submissionNo: rows[0].submission_no };
}

/** Errors: `invoice_missing`. */
export async function findingsOf(
  queryable: Queryable,
  statementNo: string,
  { buyer, now }: { buyer: Buyer; now: Date },
): Promise<InvoiceFindings> {
  const [statement] = await readInvoicedStatements(queryable, [statementNo]);
  if (statement === undefined) throw new YuejieError("statement_unknown", { statementNo });
  const { submissionNo, invoices } = await readStandingInvoices(queryable, statementNo);
  if (invoices.length === 0) throw new YuejieError("invoice_missing", { statementNo });
  const points = checkInvoices(expectationOf(statement, buyer, now), invoices);
  const standing = standingOfPoints(points);
  return { statementNo, status: statement.status, submissionNo, standing, points };
}
