import { YuejieError } from "../domain/errors.js";
import { type StatementStatus, statusWords, stepOfStatus } from "../domain/lifecycle/states.js";
import { type LifecycleEvent, transitionOf } from "../domain/lifecycle/transitions.js";
import type { Connection } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import type { LockedStatement } from "./locked-statement.js";

/** Who does something, when and why. */
export interface Act {
  readonly actor: string;
  /** By the clock of the business. */
  readonly now: Date;
  readonly reason?: string | null;
}

export interface Move extends Act {
  readonly event: LifecycleEvent;
  readonly to: StatementStatus;
  /** What the record keeps beside it: identifiers and amounts, never personal data. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * Refuses an event that does not follow from the state a statement is in, by the number of its rule.
 *
 * Errors: `transition_impossible`.
 */
export function requireState(statement: LockedStatement, event: LifecycleEvent): void {
  const { from, rule, zh } = transitionOf(event);
  if (from.includes(statement.status)) return;
  throw new YuejieError("transition_impossible", {
    rule,
    statementNo: statement.statementNo,
    event: event.replaceAll("_", " "),
    eventZh: zh,
    status: statusWords[statement.status].en,
    statusZh: statusWords[statement.status].zh,
  });
}

/**
 * Moves a statement that the transaction holds, and records it (R-W3). Checks the table of transitions once
 * more, so that no caller can do what it does not allow; what the event needs beside that is the caller's.
 *
 * Errors: `transition_impossible`.
 */
export async function move(
  connection: Connection,
  statement: LockedStatement,
  { event, to, actor, now, reason = null, details = {} }: Move,
): Promise<LockedStatement> {
  requireState(statement, event);
  const transition = transitionOf(event);
  const allowed = transition.to === "resumes" ? [statement.resumesAs] : transition.to;
  if (!allowed.includes(to)) {
    throw new YuejieError("internal", { message: `${event} does not lead to ${to}` });
  }
  const isQuestion = to === "questioned";
  const resumesAs = isQuestion ? (statement.resumesAs ?? statement.status) : null;
  const begins = transition.restartsClock === true || beginsStep(statement, to);
  await connection.query(sqlFile("queries/lifecycle/move.sql"), [
    statement.statementId,
    event,
    to,
    resumesAs,
    begins,
    actor,
    now,
    reason,
    JSON.stringify(details),
  ]);
  return { ...statement, status: to, resumesAs };
}

/** A question leaves the step as it is; its clock goes on when it is answered. */
function beginsStep({ status, resumesAs }: LockedStatement, to: StatementStatus): boolean {
  if (to === "questioned") return false;
  const before = resumesAs ?? status;
  const step = stepOfStatus[before].step;
  // On its way by post the invoice is nobody's to hurry; the step begins when it has come.
  return (
    step !== stepOfStatus[to].step || stepOfStatus[before].hasClock !== stepOfStatus[to].hasClock
  );
}
