import type { BulkResult, Moved, Selection } from "../../src/lifecycle/bulk.js";
import { resend, sign } from "../../src/lifecycle/countersign.js";
import { giveBack } from "../../src/lifecycle/give-back.js";
import { type History, readHistory } from "../../src/lifecycle/history.js";
import { type AnswerOutcome, answerQuestion, askQuestion } from "../../src/lifecycle/question.js";
import { recallStatements } from "../../src/lifecycle/recall.js";
import { beginReview } from "../../src/lifecycle/review.js";
import type { Database } from "../../src/platform/database/database.js";
import { defaultSettings } from "../../src/settings.js";
import { tellSettlee } from "../../src/tell-settlee.js";
import { tellStaff } from "../../src/tell-staff.js";
import { testNow } from "./engine.js";

/** The departments that sign, in tests. */
export const { departments } = defaultSettings;

const [firstDepartment = "", secondDepartment = ""] = departments;

/** Statements by numbers or of a label. */
export function of(what: string | readonly string[]): Selection {
  return typeof what === "string" ? { period: what } : { statementNos: what };
}

const act = { now: testNow, tell: tellSettlee };

export const lifecycle = {
  review: (database: Database, what: string | readonly string[], actor = "reviewer") =>
    beginReview(database, { selection: of(what), actor, now: testNow }),
  giveBack: (
    database: Database,
    what: string | readonly string[],
    options: { actor: string; reason?: string; department?: string },
  ) =>
    giveBack(database, {
      ...act,
      departments,
      selection: of(what),
      reason: "不对",
      ...options,
    }),
  sign: (
    database: Database,
    what: string | readonly string[],
    options: { actor: string; department?: string; now?: Date },
  ) => sign(database, { ...act, departments, selection: of(what), ...options }),
  resend: (database: Database, what: string | readonly string[], actor = "reviewer") =>
    resend(database, { ...act, selection: of(what), actor, departments }),
  recall: (database: Database, what: string | readonly string[], actor = "reviewer") =>
    recallStatements(database, { ...act, selection: of(what), actor, reason: "税率有误" }),
  ask: (database: Database, statementNo: string, lineNo: number | null = null) =>
    askQuestion(database, {
      ...{ statementNo, lineNo, text: "金额不对", actor: "partner", now: testNow },
      tellStaff,
    }),
  answer: (database: Database, questionId: string, outcome: AnswerOutcome) =>
    answerQuestion(database, {
      ...act,
      ...{ questionId, outcome, answer: "已核对", actor: "operator" },
    }),
  history: (database: Database, statementNo: string): Promise<History> =>
    readHistory(database, statementNo),
};

/** Every department signs, each by another person. */
export async function signAll(
  database: Database,
  what: string | readonly string[],
): Promise<BulkResult<Moved>> {
  await lifecycle.sign(database, what, { actor: "signer-1", department: firstDepartment });
  return lifecycle.sign(database, what, { actor: "signer-2", department: secondDepartment });
}

/** `event:from>to by actor`, oldest first. */
export async function trailOf(database: Database, statementNo: string): Promise<string[]> {
  const { entries } = await readHistory(database, statementNo);
  return entries.map(({ event, from, to, actor }) => `${event}: ${from} → ${to} by ${actor}`);
}

/** Statements that were refused, with the code and the rule of each. */
export function refusals({
  refused,
}: {
  readonly refused: BulkResult<unknown>["refused"];
  readonly done?: unknown;
}): string[] {
  return refused.map(({ statementNo, rule, error }) => `${statementNo} ${rule} ${error.code}`);
}

export async function statusOf(database: Database, statementNo: string): Promise<string | null> {
  const { rows } = await database.pool.query(
    "select status from statement where statement_no = $1",
    [statementNo],
  );
  return rows[0]?.status ?? null;
}
