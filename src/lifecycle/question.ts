import { YuejieError } from "../domain/errors.js";
import { transitionOf } from "../domain/lifecycle/transitions.js";
import { type Connection, type Database, withTransaction } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { requireOwn, requireReason } from "./guards.js";
import { keepRunsOut } from "./keep-runs-out.js";
import { type LockedStatement, lockStatement } from "./locked-statement.js";
import { type Act, move, requireState } from "./move.js";
import { findPerson, requireRole } from "./person.js";
import { recall } from "./recall.js";
import type { TellPartner, TellStaff } from "./tell-partner.js";

export interface AskOptions extends Act {
  readonly statementNo: string;
  /** Null: about the whole statement. */
  readonly lineNo: number | null;
  readonly text: string;
  readonly tellStaff: TellStaff;
}

/** Also what becomes of the statement: corrected means by R-A10, in the next period. */
export type AnswerOutcome = "stands" | "corrected" | "recalled";

export interface AnswerOptions extends Act {
  readonly questionId: string;
  readonly outcome: AnswerOutcome;
  readonly answer: string;
  readonly tell: TellPartner;
}

/**
 * A settlee asks about a statement that was sent, or about a line of it; the clock stops until all its questions
 * are answered.
 *
 * Errors: `role_missing`, `statement_unknown`, `line_unknown`, `transition_impossible`, `question_after_invoice`,
 *         `reason_missing`.
 * Source: R-W4.
 */
export async function askQuestion(
  database: Database,
  { statementNo, lineNo, text, actor, now, tellStaff }: AskOptions,
): Promise<{ questionId: string }> {
  const asked = requireReason(text);
  const person = await findPerson(database.pool, actor);
  requireRole(person, transitionOf("question").by);
  return withTransaction(database, async (connection) => {
    const statement = await lockStatement(connection, statementNo);
    requireOwn(statement, person);
    requireState(statement, "question");
    await requireNotInvoiced(connection, statement);
    const { rows } = await connection.query(sqlFile("queries/lifecycle/ask-question.sql"), [
      ...[statementNo, statement.version, lineNo],
      ...[person.name, now, asked],
    ]);
    if (rows[0] === undefined)
      throw new YuejieError("line_unknown", { statementNo, lineNo: lineNo ?? 0 });
    const questionId: string = rows[0].question_id;
    const details = { questionId, lineNo };
    const by = { actor: person.name, now, reason: asked };
    await move(connection, statement, { event: "question", to: "questioned", ...by, details });
    await tellStaff(connection, {
      kind: "question_raised",
      about: questionId,
      at: now,
      details: { ...factsOf(statement), questionId, lineNo, text: asked },
    });
    return { questionId };
  });
}

/** Who invoices a statement takes it as it is; that the invoice itself was refused changes nothing. */
async function requireNotInvoiced(
  connection: Connection,
  { statementNo }: LockedStatement,
): Promise<void> {
  const { rows } = await connection.query(sqlFile("queries/invoice/was-submitted.sql"), [
    statementNo,
  ]);
  if (rows[0].was_submitted) throw new YuejieError("question_after_invoice", { statementNo });
}

/**
 * Answers a question. The clock goes on when none is left; `recalled` takes the statement back to be run again,
 * and answers what else is open with it.
 *
 * Errors: `role_missing`, `question_unknown`, `question_answered`, `recall_rested_on`, `past_step_4`,
 *         `work_under_way`.
 */
export async function answerQuestion(
  database: Database,
  options: AnswerOptions,
): Promise<{ statementNo: string; status: string }> {
  const { questionId, outcome, now } = options;
  const answer = requireReason(options.answer);
  const person = await findPerson(database.pool, options.actor);
  requireRole(person, transitionOf("answer").by);
  const act = { ...options, answer, actor: person.name };
  return withTransaction(database, async (connection) => {
    const found = await connection.query(sqlFile("queries/lifecycle/find-question.sql"), [
      questionId,
    ]);
    if (found.rows[0] === undefined) throw new YuejieError("question_unknown", { questionId });
    const statementNo: string = found.rows[0].statement_no;
    if (outcome === "recalled") await keepRunsOut(person.name)(connection, statementNo);
    const statement = await lockStatement(connection, statementNo);
    await note(connection, questionId, act);
    const details = { questionId, outcome, answer };
    await options.tell(connection, statement, {
      kind: "question_answered",
      about: questionId,
      at: now,
      details,
    });
    const after =
      outcome === "recalled"
        ? await answerByRecall(connection, statement, act)
        : await goOn(connection, statement, act);
    return { statementNo, status: after.status };
  });
}

type Answer = Act & {
  readonly questionId: string;
  readonly outcome: AnswerOutcome;
  readonly answer: string;
};

async function goOn(
  connection: Connection,
  statement: LockedStatement,
  { questionId, outcome, answer, actor, now }: Answer,
): Promise<LockedStatement> {
  const open = await openQuestions(connection, statement);
  const details = { questionId, outcome };
  const by = { actor, now, reason: answer, details };
  // Another question is open: the record has the answer, the clock still stands.
  if (open.length > 0 || statement.resumesAs === null) {
    requireState(statement, "answer");
    return statement;
  }
  return move(connection, statement, { event: "answer", to: statement.resumesAs, ...by });
}

async function answerByRecall(
  connection: Connection,
  statement: LockedStatement,
  { answer, actor, now }: Answer,
): Promise<LockedStatement> {
  const { statementNo, resumesAs } = statement;
  requireState(statement, "answer_by_recall");
  if (resumesAs === null || !transitionOf("recall").from.includes(resumesAs)) {
    throw new YuejieError("past_step_4", { statementNo });
  }
  for (const other of await openQuestions(connection, statement)) {
    await note(connection, other, { questionId: other, outcome: "recalled", answer, actor, now });
  }
  const by = { actor, now, reason: answer };
  return recall(connection, statement, "answer_by_recall", { ...by });
}

async function note(
  connection: Connection,
  questionId: string,
  { outcome, answer, actor, now }: Answer,
): Promise<void> {
  const { rows } = await connection.query(sqlFile("queries/lifecycle/answer-question.sql"), [
    questionId,
    outcome,
    answer,
    actor,
    now,
  ]);
  if (rows.length === 0) throw new YuejieError("question_answered", { questionId });
}

async function openQuestions(
  connection: Connection,
  { statementNo }: LockedStatement,
): Promise<string[]> {
  const { rows } = await connection.query(sqlFile("queries/lifecycle/open-questions.sql"), [
    statementNo,
  ]);
  return rows.map((row) => row.question_id);
}

/** What notices say of a statement. */
export function factsOf(statement: LockedStatement) {
  const { statementNo, period, settleeNo, settleeName } = statement;
  const { amount, netAmount, taxAmount, serviceFeeRate } = statement;
  return {
    statementNo,
    period,
    settleeNo,
    settleeName,
    amount,
    netAmount,
    taxAmount,
    serviceFeeRate,
  };
}
