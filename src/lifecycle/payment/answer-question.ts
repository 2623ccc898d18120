import { Decimal } from "../../domain/money.js";
import type { AnswerConflict } from "../../domain/payment-words.js";
import type { Connection } from "../../platform/database/database.js";
import { sqlFile } from "../../platform/database/sql-file.js";
import type { BankAnswer } from "./bank-answer.js";
import type { AttemptOnRecord } from "./judge-answer.js";

/** One answer about one payment, or about what is none. */
export interface AnswerQuestion {
  readonly endToEndId: string | null;
  readonly attempt: AttemptOnRecord | null;
  readonly answer: BankAnswer;
  /** Of a whole batch. */
  readonly conflict: AnswerConflict | null;
}

interface BatchOnRecord {
  /** Null: it was never released. */
  readonly controlSum: string | null;
  readonly attempts: AttemptOnRecord[];
}

/** Finds what each answer is about; one about a batch becomes one about each of its payments. */
export async function findQuestions(
  connection: Connection,
  answers: readonly BankAnswer[],
): Promise<AnswerQuestion[]> {
  const ids = new Set<string>();
  const batchNos = new Set<string>();
  for (const { about } of answers) {
    if (about === null) continue;
    if ("endToEndId" in about) ids.add(about.endToEndId);
    else batchNos.add(about.batchNo);
  }
  const { rows } = await connection.query(sqlFile("queries/payment/attempts-named.sql"), [
    ...[[...ids], [...batchNos]],
  ]);
  const attempts = new Map<string, AttemptOnRecord>();
  const batches = new Map<string, BatchOnRecord>();
  for (const row of rows) {
    const attempt: AttemptOnRecord = {
      endToEndId: row.end_to_end_id,
      batchNo: row.batch_no,
      statementNo: row.statement_no,
      amount: row.amount,
      state: row.state,
      evidenceBooked: row.evidence_booked,
      evidenceAt: row.evidence_at,
    };
    attempts.set(attempt.endToEndId, attempt);
    const batch: BatchOnRecord = batches.get(row.batch_no) ?? {
      controlSum: row.control_sum,
      attempts: [],
    };
    batches.set(row.batch_no, batch);
    if (["released", "paid", "bounced"].includes(attempt.state)) batch.attempts.push(attempt);
  }
  return answers.flatMap((answer): AnswerQuestion[] => {
    const { about } = answer;
    const nothing: AnswerQuestion = { endToEndId: null, attempt: null, answer, conflict: null };
    if (about === null) return [nothing];
    if ("endToEndId" in about) {
      const { endToEndId } = about;
      return [{ ...nothing, endToEndId, attempt: attempts.get(endToEndId) ?? null }];
    }
    const { batchNo, except, total } = about;
    const batch = batches.get(batchNo);
    // Whatever is left of a batch that the file names one by one is nothing.
    const rest = batch?.attempts.filter(({ endToEndId }) => !except.has(endToEndId)) ?? [];
    if (batch === undefined) return except.size > 0 ? [] : [{ ...nothing, endToEndId: batchNo }];
    if (batch.controlSum === null) {
      return [{ ...nothing, endToEndId: batchNo, conflict: "not_released" }];
    }
    if (total !== null && !new Decimal(total).eq(batch.controlSum)) {
      return [{ ...nothing, endToEndId: batchNo, conflict: "batch_amount" }];
    }
    return rest.map((attempt) => ({ ...nothing, endToEndId: attempt.endToEndId, attempt }));
  });
}
