import { toIsoInstant } from "../domain/instant.js";
import { parsePeriod } from "../domain/period.js";
import type { Database } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { streamRows } from "../platform/database/stream-rows.js";
import { onlySettlee } from "./invoice/reader.js";
import { findPerson } from "./person.js";
import type { AnswerOutcome } from "./question.js";

/** A question with the statement that it is about. */
export interface ListedQuestion {
  readonly questionId: string;
  readonly statementNo: string;
  readonly settleeNo: string;
  /** Null: about the whole statement. */
  readonly lineNo: number | null;
  readonly raisedBy: string;
  readonly raisedAt: string;
  readonly text: string;
  /** Null, as what follows: not answered yet. */
  readonly outcome: AnswerOutcome | null;
  readonly answer: string | null;
  readonly answeredBy: string | null;
  readonly answeredAt: string | null;
}

/** What is wanted of all questions; what is not said does not matter. */
export interface QuestionFilter {
  /** Only those that nobody answered yet. */
  readonly isOpen?: boolean | undefined;
  /** A month or a quarter. */
  readonly period?: string | undefined;
  readonly settleeNo?: string | undefined;
}

/**
 * Questions about statements, oldest first; a partner user sees its own settlee's.
 *
 * Errors: `period_form`, `user_unknown`.
 * Source: R-W4.
 */
export async function* listQuestions(
  database: Database,
  { isOpen, period, settleeNo, actor }: QuestionFilter & { readonly actor: string },
): AsyncGenerator<ListedQuestion> {
  const person = await findPerson(database.pool, actor);
  const label = period === undefined ? null : parsePeriod(period).label;
  const rows = streamRows<QuestionRow>(database, sqlFile("queries/lifecycle/list-questions.sql"), [
    ...[label, settleeNo ?? null, onlySettlee(person) ?? null],
    isOpen === true,
  ]);
  for await (const row of rows) yield questionOf(row);
}

interface QuestionRow {
  readonly question_id: string;
  readonly statement_no: string;
  readonly settlee_no: string;
  readonly line_no: number | null;
  readonly raised_by: string;
  readonly raised_at: string;
  readonly text: string;
  readonly outcome: AnswerOutcome | null;
  readonly answer: string | null;
  readonly answered_by: string | null;
  readonly answered_at: string | null;
}

function questionOf(row: QuestionRow): ListedQuestion {
  return {
    questionId: row.question_id,
    statementNo: row.statement_no,
    settleeNo: row.settlee_no,
    lineNo: row.line_no,
    raisedBy: row.raised_by,
    raisedAt: toIsoInstant(row.raised_at) ?? "",
    text: row.text,
    outcome: row.outcome,
    answer: row.answer,
    answeredBy: row.answered_by,
    answeredAt: toIsoInstant(row.answered_at),
  };
}
