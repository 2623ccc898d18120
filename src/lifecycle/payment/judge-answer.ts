import type { StatementStatus } from "../../domain/lifecycle/states.js";
import { Decimal } from "../../domain/money.js";
import type { PaymentState } from "../../domain/payment.js";
import { type PaymentEvidence, weigh } from "../../domain/payment-evidence.js";
import type { AnswerConflict } from "../../domain/payment-words.js";
import { shanghaiDay } from "../../domain/period.js";
import type { Connection } from "../../platform/database/database.js";
import { sqlFile } from "../../platform/database/sql-file.js";
import type { LockedStatement } from "../locked-statement.js";
import { type Act, move } from "../move.js";
import type { TellPartner } from "../tell-partner.js";
import type { BankAnswer } from "./bank-answer.js";
import { withdrawAttempt } from "./withdraw-attempt.js";

/** A payment as it stands while a file is taken; it changes with each answer. */
export interface AttemptOnRecord {
  readonly endToEndId: string;
  readonly batchNo: string;
  readonly statementNo: string;
  /** CNY, 2 places. */
  readonly amount: string;
  state: PaymentState;
  evidenceBooked: boolean | null;
  evidenceAt: string | null;
}

export interface AnswerContext {
  readonly connection: Connection;
  /** Those that answers of the file decide on, held. */
  readonly statements: Map<string, LockedStatement>;
  /** The bank's references under which payments were booked out before. */
  readonly references: Map<string, readonly string[]>;
  readonly options: Act & { readonly tell: TellPartner };
}

export interface Judged {
  readonly outcome: "applied" | "repeated" | "outdated" | "noted" | "conflict" | "unknown";
  readonly conflict?: AnswerConflict;
  /** What the statement became, where the answer changed it. */
  readonly status?: StatementStatus;
}

/**
 * What one answer does to its payment.
 *
 * Source: R-R2; docs/formats.md, "Which word counts".
 */
export async function judgeAnswer(
  context: AnswerContext,
  attempt: AttemptOnRecord,
  answer: BankAnswer,
): Promise<Judged> {
  const conflict = conflictOf(attempt, answer);
  if (conflict !== null) return { outcome: "conflict", conflict };
  const { verdict, isBooked, at } = answer;
  if (verdict === null) return { outcome: "noted" };
  const next: PaymentEvidence = { verdict, isBooked, at };
  const standing = evidenceOf(attempt);
  const weight = standing === null ? "overturns" : weigh(standing, next);
  const isSecondBooking = isBookedAgain(context, attempt, answer);
  if (isSecondBooking && weight !== "overturns") {
    return { outcome: "conflict", conflict: "booked_twice" };
  }
  noteReference(context, attempt, answer);
  if (weight === "contradicts") return { outcome: "conflict", conflict: "denies_booking" };
  if (weight === "outdated") return { outcome: "outdated" };
  if (weight === "strengthens") {
    await context.connection.query(sqlFile("queries/payment/strengthen-attempt.sql"), [
      ...[attempt.endToEndId, isBooked, at],
    ]);
    Object.assign(attempt, { evidenceBooked: isBooked, evidenceAt: at });
  }
  if (weight !== "overturns") return { outcome: "repeated" };
  return verdict === "paid" ? confirm(context, attempt, answer) : bounce(context, attempt, answer);
}

function conflictOf({ state, amount }: AttemptOnRecord, answer: BankAnswer): AnswerConflict | null {
  if (state === "prepared") return "not_released";
  if (state === "withdrawn") return "withdrawn";
  if (answer.currency !== null && answer.currency !== "CNY") return "currency";
  if (answer.amount !== null && !new Decimal(answer.amount).eq(amount)) return "amount";
  return null;
}

function evidenceOf({
  state,
  evidenceBooked,
  evidenceAt,
}: AttemptOnRecord): PaymentEvidence | null {
  if (state !== "paid" && state !== "bounced") return null;
  return { verdict: state, isBooked: evidenceBooked === true, at: evidenceAt ?? "" };
}

function isBookedAgain(
  { references }: AnswerContext,
  { endToEndId }: AttemptOnRecord,
  { status, bankReference }: BankAnswer,
): boolean {
  if (status !== "booked" || bankReference === null) return false;
  const earlier = references.get(endToEndId) ?? [];
  return earlier.length > 0 && !earlier.includes(bankReference);
}

function noteReference(
  { references }: AnswerContext,
  { endToEndId }: AttemptOnRecord,
  { status, bankReference }: BankAnswer,
): void {
  if (status !== "booked" || bankReference === null) return;
  references.set(endToEndId, [...(references.get(endToEndId) ?? []), bankReference]);
}

/** Paid, perhaps after it was thought to have bounced: what was prepared to pay it again is taken back. */
async function confirm(
  context: AnswerContext,
  attempt: AttemptOnRecord,
  answer: BankAnswer,
): Promise<Judged> {
  const { connection, statements, options } = context;
  const { endToEndId, batchNo, statementNo, amount } = attempt;
  const { rows } = await connection.query(sqlFile("queries/payment/newer-attempts.sql"), [
    ...[statementNo, endToEndId],
  ]);
  if (rows.some(({ state }) => state !== "prepared")) {
    return { outcome: "conflict", conflict: "newer_payment" };
  }
  const { actor, now, tell } = options;
  for (const _ of rows) {
    const reason = `银行确认此前的付款 ${endToEndId} 已成功`;
    await withdrawAttempt(connection, statementNo, { actor, now, reason });
  }
  await end(context, attempt, answer, null);
  const statement = statements.get(statementNo) as LockedStatement;
  const { bankReference, at, status: said } = answer;
  const details = { batchNo, endToEndId, amount, said, saidAt: at, bankReference };
  const by = { actor, now, details };
  const paid = await move(connection, statement, { event: "confirm_payment", to: "paid", ...by });
  statements.set(statementNo, paid);
  const paidOn = answer.isBooked ? at : shanghaiDay(new Date(at));
  const about = await aboutWord(connection, attempt);
  await tell(connection, paid, {
    ...{ kind: "payment_made", about, at: now, details: { paidOn, endToEndId } },
  });
  return { outcome: "applied", status: paid.status };
}

async function bounce(
  context: AnswerContext,
  attempt: AttemptOnRecord,
  answer: BankAnswer,
): Promise<Judged> {
  const { connection, statements, options } = context;
  const { endToEndId, batchNo, statementNo, amount } = attempt;
  const reason = answer.reason ?? `银行未说明原因（${answer.status}）`;
  await end(context, attempt, answer, reason);
  const statement = statements.get(statementNo) as LockedStatement;
  const { bankReference, at, status: said } = answer;
  const details = { batchNo, endToEndId, amount, said, saidAt: at, bankReference };
  const { actor, now, tell } = options;
  const bounced = await move(connection, statement, {
    ...{ event: "bounce_payment", to: "payment_bounced", actor, now, reason, details },
  });
  statements.set(statementNo, bounced);
  const about = await aboutWord(connection, attempt);
  await tell(connection, bounced, {
    ...{ kind: "payment_failed", about, at: now, details: { bankReason: reason } },
  });
  return { outcome: "applied", status: bounced.status };
}

/** Another one each time: after paid, bounced and paid on one day the last notice is not taken for the first. */
async function aboutWord(
  connection: Connection,
  { endToEndId, statementNo }: AttemptOnRecord,
): Promise<string> {
  const { rows } = await connection.query(sqlFile("queries/payment/count-words.sql"), [
    statementNo,
  ]);
  return `${endToEndId}-${rows[0].count}`;
}

async function end(
  { connection, options: { actor, now } }: AnswerContext,
  attempt: AttemptOnRecord,
  { verdict, isBooked, at }: BankAnswer,
  reason: string | null,
): Promise<void> {
  const state: PaymentState = verdict === "paid" ? "paid" : "bounced";
  await connection.query(sqlFile("queries/payment/end-attempt.sql"), [
    ...[attempt.endToEndId, state, now, actor, reason, isBooked, at],
  ]);
  Object.assign(attempt, { state, evidenceBooked: isBooked, evidenceAt: at });
}
