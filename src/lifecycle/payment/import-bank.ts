import { createHash } from "node:crypto";
import type { StatementStatus } from "../../domain/lifecycle/states.js";
import { looksLikeOurs } from "../../domain/payment.js";
import { type AnswerConflict, conflictSentence } from "../../domain/payment-words.js";
import {
  type Connection,
  type Database,
  withTransaction,
} from "../../platform/database/database.js";
import { lockAsPartOfRun } from "../../platform/database/lock.js";
import { sqlFile } from "../../platform/database/sql-file.js";
import { authorise } from "../authorise.js";
import { lockStatement } from "../locked-statement.js";
import type { Act } from "../move.js";
import type { TellPartner, TellStaff } from "../tell-partner.js";
import { type AnswerQuestion, findQuestions } from "./answer-question.js";
import { keyOfAnswer } from "./bank-answer.js";
import { type AnswerContext, type Judged, judgeAnswer } from "./judge-answer.js";
import { type BankFile, readBankFile } from "./read-bank-file.js";

export interface ImportBankOptions extends Act {
  readonly path: string;
  readonly tell: TellPartner;
  readonly tellStaff: TellStaff;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** An answer that changed nothing, and has to be looked into. */
export interface OpenAnswer {
  /** Null: it names no payment. A batch number where it is about a whole batch. */
  readonly endToEndId: string | null;
  readonly statementNo: string | null;
  readonly place: string;
  readonly status: string;
  readonly amount: string | null;
  readonly conflict: AnswerConflict;
}

export interface ImportBankResult {
  readonly file: string;
  readonly format: BankFile["format"];
  readonly applied: readonly {
    readonly statementNo: string;
    readonly endToEndId: string;
    readonly status: StatementStatus;
  }[];
  /** Known already, or said the same as what stands. */
  readonly repeated: number;
  readonly unknown: readonly OpenAnswer[];
  readonly conflicts: readonly OpenAnswer[];
  /** On its way, or overtaken before it came. */
  readonly noted: number;
}

/**
 * Imports what the bank answers: all of a file or, where it cannot be read, nothing. Every answer is kept with what
 * became of it. Whatever comes twice, in another order or with two at once, the same stands in the end.
 *
 * Errors: `role_missing`, `user_unknown`, those of {@link readBankFile}.
 * Source: spec §7 step 7, R-R2; docs/formats.md.
 */
export async function importBank(
  database: Database,
  options: ImportBankOptions,
): Promise<ImportBankResult> {
  const { name: actor } = await authorise(database.pool, options.actor, "import_bank_answers");
  const file = await readBankFile(options.path);
  return withTransaction(database, async (connection) => {
    await lockAsPartOfRun(connection);
    await connection.query(sqlFile("queries/payment/take-imports.sql"));
    return take(connection, file, { ...options, actor });
  });
}

async function take(
  connection: Connection,
  file: BankFile,
  options: ImportBankOptions,
): Promise<ImportBankResult> {
  const { actor, now, onProgress } = options;
  const questions = await findQuestions(connection, file.answers);
  const context = await openContext(connection, questions, options);
  const known = await knownAnswers(connection, questions);
  const placesInFile = new Map<string, string>();
  const kept: Record<string, unknown>[] = [];
  const applied: ImportBankResult["applied"][number][] = [];
  const open = { unknown: [] as OpenAnswer[], conflict: [] as OpenAnswer[] };
  let repeated = 0;
  let noted = 0;
  for (const [index, question] of questions.entries()) {
    onProgress?.(index + 1, questions.length);
    const { endToEndId, answer } = question;
    const key = keyOfAnswer(endToEndId, answer);
    const isTwice = isBookedElsewhere(question, placesInFile.get(key));
    placesInFile.set(key, placesInFile.get(key) ?? answer.place);
    if (known.has(key) && !isTwice) {
      repeated += 1;
      continue;
    }
    known.add(key);
    const judged = isTwice ? bookedTwice : await judge(context, question);
    const { outcome, conflict = null, status = null } = judged;
    kept.push({ ...recordOf(question), key, outcome, what: conflict });
    const statementNo = question.attempt?.statementNo ?? null;
    if (status !== null) {
      applied.push({ statementNo: statementNo ?? "", endToEndId: endToEndId ?? "", status });
    } else if (conflict !== null) {
      const { place, status: said, amount } = answer;
      const told = { endToEndId, statementNo, place, status: said, amount, conflict };
      open[outcome === "unknown" ? "unknown" : "conflict"].push(told);
      await tellConflict(connection, { file, key, told }, options);
    } else if (outcome === "repeated") repeated += 1;
    else noted += 1;
  }
  const { rows } = await connection.query(sqlFile("queries/payment/insert-bank-file.sql"), [
    ...[file.sha256, file.name, file.format, actor, now],
  ]);
  await connection.query(sqlFile("queries/payment/insert-answers.sql"), [
    ...[rows[0].bank_file_id, now, JSON.stringify(kept)],
  ]);
  const { unknown, conflict: conflicts } = open;
  return { file: file.name, format: file.format, applied, repeated, unknown, conflicts, noted };
}

const bookedTwice: Judged = { outcome: "conflict", conflict: "booked_twice" };

/** Two debits of one file that only their place tells apart are two, unless the bank gives both one reference. */
function isBookedElsewhere({ attempt, answer }: AnswerQuestion, earlier?: string): boolean {
  const isPaidOut = attempt?.state === "paid" || attempt?.state === "bounced";
  const { status, place, bankReference } = answer;
  if (!isPaidOut || status !== "booked" || bankReference !== null) return false;
  return earlier !== undefined && earlier !== place;
}

async function judge(
  context: AnswerContext,
  { attempt, answer, conflict }: AnswerQuestion,
): Promise<Judged> {
  if (attempt !== null) return judgeAnswer(context, attempt, answer);
  // Nothing that anybody waits for.
  if (answer.about === null && answer.verdict === null) return { outcome: "noted" };
  if (conflict !== null) return { outcome: "conflict", conflict };
  return { outcome: "unknown", conflict: "unknown_payment" };
}

/** Holds the statements in order of their numbers, whatever the order of the file. */
async function openContext(
  connection: Connection,
  questions: readonly AnswerQuestion[],
  options: ImportBankOptions,
): Promise<AnswerContext> {
  const decided = questions.filter(({ answer }) => answer.verdict !== null);
  const numbers = new Set(decided.flatMap(({ attempt }) => attempt?.statementNo ?? []));
  const statements: AnswerContext["statements"] = new Map();
  for (const statementNo of [...numbers].sort()) {
    statements.set(statementNo, await lockStatement(connection, statementNo));
  }
  const ids = decided.flatMap(({ attempt }) => attempt?.endToEndId ?? []);
  const { rows } = await connection.query(sqlFile("queries/payment/booked-references.sql"), [ids]);
  const references: AnswerContext["references"] = new Map();
  for (const { end_to_end_id: id, bank_reference: reference } of rows) {
    references.set(id, [...(references.get(id) ?? []), reference]);
  }
  return { connection, statements, references, options };
}

/** What was in conflict or unknown is judged again: since it came, somebody may have cleared it. */
async function knownAnswers(
  connection: Connection,
  questions: readonly AnswerQuestion[],
): Promise<Set<string>> {
  const keys = questions.map(({ endToEndId, answer }) => keyOfAnswer(endToEndId, answer));
  const { rows } = await connection.query(sqlFile("queries/payment/answers-known.sql"), [keys]);
  const isOver = (outcome: string): boolean => outcome !== "conflict" && outcome !== "unknown";
  return new Set(rows.filter(({ outcome }) => isOver(outcome)).map((row) => row.answer_key));
}

function recordOf({ endToEndId, answer }: AnswerQuestion): Record<string, unknown> {
  const { place, status, amount, currency, at: saidAt, bankReference, reason } = answer;
  return { place, endToEndId, status, amount, currency, saidAt, bankReference, reason };
}

/** Ids that cannot be ours are other business of the account, and nobody is woken for them. */
async function tellConflict(
  connection: Connection,
  { file, key, told }: { file: BankFile; key: string; told: OpenAnswer },
  { now, tellStaff }: ImportBankOptions,
): Promise<void> {
  const { endToEndId, conflict } = told;
  if (conflict === "unknown_payment" && endToEndId !== null && !looksLikeOurs(endToEndId)) return;
  await tellStaff(connection, {
    kind: "bank_answer_conflict",
    about: createHash("sha256").update(`${key} ${conflict}`).digest("hex").slice(0, 32),
    at: now,
    details: { file: file.name, endToEndId: endToEndId ?? "–", what: conflictSentence(conflict) },
  });
}
