import { reasonOfPoints } from "../../domain/invoice-reason.js";
import { transitionOf } from "../../domain/lifecycle/transitions.js";
import type { Calendar } from "../../domain/working-days.js";
import type { Connection, Database } from "../../platform/database/database.js";
import { type BulkResult, type Moved, type Selection, transit } from "../bulk.js";
import { requireCertified, requireReason } from "../guards.js";
import type { LockedStatement } from "../locked-statement.js";
import { type Act, move } from "../move.js";
import { findPerson, requireRole } from "../person.js";
import type { TellPartner } from "../tell-partner.js";
import { dueOnIssueAgain } from "./due.js";
import type { Buyer } from "./expectation.js";
import { decide, findingsOf } from "./verify.js";

export interface GiveBackInvoiceOptions extends Act {
  readonly selection: Selection;
  readonly buyer: Buyer;
  readonly calendar: Calendar;
  readonly tell: TellPartner;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Takes back what was prepared and not released, in the transaction that needs it (step 7); the end-to-end id of
 * that payment, null where there was none.
 */
export type WithdrawAttempt = (
  connection: Connection,
  statementNo: string,
  by: { readonly actor: string; readonly now: Date; readonly reason: string },
) => Promise<string | null>;

/**
 * Refuses the invoices of statements (step 6): they are issued again within what is left of the month, at least
 * five working days. Without a reason the points that are wrong are it.
 *
 * Errors: `role_missing`, `user_unknown`, `text_too_long`; in the result `reason_missing` where nothing is wrong,
 *         `invoice_missing`, `settlee_not_certified`, `calendar_year_missing`, `transition_impossible`.
 * Source: R-W3, R-W5, R-W8.
 */
export async function refuseInvoices(
  database: Database,
  options: GiveBackInvoiceOptions,
): Promise<BulkResult<Moved>> {
  const { selection, buyer, now, onProgress } = options;
  const given = options.reason?.trim() ? requireReason(options.reason) : null;
  const person = await findPerson(database.pool, options.actor);
  requireRole(person, transitionOf("refuse_invoice").by);
  return transit(database, {
    ...{ selection, event: "refuse_invoice", onProgress },
    work: async (connection, statement) => {
      requireCertified(statement);
      const { points } = await findingsOf(connection, statement.statementNo, { buyer, now });
      const reason = given ?? requireReason(reasonOfPoints(points));
      const act = { ...options, actor: person.name, reason };
      return issueAgain(connection, statement, { event: "refuse_invoice", act });
    },
  });
}

/**
 * Returns invoices that were accepted, until their payment is released: what was prepared is withdrawn.
 *
 * Errors: `role_missing`, `user_unknown`, `reason_missing`, `text_too_long`; in the result `invoice_missing`,
 *         `settlee_not_certified`, `calendar_year_missing`, `transition_impossible`.
 * Source: R-W3, R-W5, R-W8.
 */
export async function returnInvoices(
  database: Database,
  options: GiveBackInvoiceOptions & { readonly withdrawAttempt: WithdrawAttempt },
): Promise<BulkResult<Moved>> {
  const { selection, now, onProgress, withdrawAttempt } = options;
  const reason = requireReason(options.reason);
  const person = await findPerson(database.pool, options.actor);
  requireRole(person, transitionOf("return_invoice").by);
  return transit(database, {
    ...{ selection, event: "return_invoice", onProgress },
    work: async (connection, statement) => {
      requireCertified(statement);
      const actor = person.name;
      const by = { actor, now, reason };
      const withdrawn = await withdrawAttempt(connection, statement.statementNo, by);
      const act = { ...options, actor, reason };
      return issueAgain(connection, statement, { event: "return_invoice", act, withdrawn });
    },
  });
}

interface GivingBack {
  readonly event: "refuse_invoice" | "return_invoice";
  readonly act: GiveBackInvoiceOptions & { readonly reason: string };
  /** The payment that was taken back with it. */
  readonly withdrawn?: string | null;
}

async function issueAgain(
  connection: Connection,
  statement: LockedStatement,
  { event, act, withdrawn = null }: GivingBack,
): Promise<LockedStatement> {
  const { actor, now, reason, calendar, tell } = act;
  const dueOn = await dueOnIssueAgain(connection, statement, { calendar, now });
  const { invoiceNos, submissionNo } = await decide(connection, statement, {
    from: event === "refuse_invoice" ? "submitted" : "accepted",
    to: event === "refuse_invoice" ? "refused" : "returned",
    ...{ actor, now, reason },
  });
  await tell(connection, statement, {
    kind: "invoice_refused",
    // One submission is refused or returned once.
    about: String(submissionNo),
    at: now,
    details: { invoiceNos, reason, dueOn },
  });
  const details = { submissionNo, invoiceNos, dueOn, ...(withdrawn && { withdrawn }) };
  const by = { actor, now, reason, details };
  return move(connection, statement, { event, to: "invoice_requested", ...by });
}
