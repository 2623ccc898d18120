import { YuejieError } from "../domain/errors.js";
import { toIsoInstant } from "../domain/instant.js";
import type { StatementStatus } from "../domain/lifecycle/states.js";
import type { Database } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import type { AnswerOutcome } from "./question.js";

/** One entry of the record (R-W3). */
export interface HistoryEntry {
  readonly entryNo: number;
  readonly event: string;
  readonly from: StatementStatus | null;
  readonly to: StatementStatus | null;
  readonly actor: string;
  /** By the clock of the business. */
  readonly at: string;
  readonly reason: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly hash: string;
}

export interface QuestionEntry {
  readonly questionId: string;
  readonly version: number;
  readonly lineNo: number | null;
  readonly raisedBy: string;
  readonly raisedAt: string;
  readonly text: string;
  /** Null: not answered yet. */
  readonly outcome: AnswerOutcome | null;
  readonly answer: string | null;
  readonly answeredBy: string | null;
  readonly answeredAt: string | null;
}

export interface History {
  readonly statementNo: string;
  readonly entries: readonly HistoryEntry[];
  readonly questions: readonly QuestionEntry[];
}

/**
 * All that happened to a statement's number, also where there is no statement any more.
 *
 * Errors: `statement_unknown`.
 */
export async function readHistory(database: Database, statementNo: string): Promise<History> {
  const read = async (query: string) =>
    (await database.pool.query(sqlFile(`queries/lifecycle/${query}.sql`), [statementNo])).rows;
  const entries = (await read("history")).map(
    (row): HistoryEntry => ({
      entryNo: row.entry_no,
      event: row.event,
      from: row.from_status,
      to: row.to_status,
      actor: row.actor,
      at: toIsoInstant(row.at) ?? "",
      reason: row.reason,
      details: row.details,
      hash: row.hash,
    }),
  );
  if (entries.length === 0) throw new YuejieError("statement_unknown", { statementNo });
  const questions = (await read("questions-of")).map(
    (row): QuestionEntry => ({
      questionId: row.question_id,
      version: row.version,
      lineNo: row.line_no,
      raisedBy: row.raised_by,
      raisedAt: toIsoInstant(row.raised_at) ?? "",
      text: row.text,
      outcome: row.outcome,
      answer: row.answer,
      answeredBy: row.answered_by,
      answeredAt: toIsoInstant(row.answered_at),
    }),
  );
  return { statementNo, entries, questions };
}
