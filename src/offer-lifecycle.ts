import type { Parts } from "./compose.js";
import { shanghaiDay } from "./domain/period.js";
import type { ApproveResult } from "./lifecycle/approve.js";
import type { AuditResult } from "./lifecycle/audit.js";
import type { BulkResult, Moved, Selection } from "./lifecycle/bulk.js";
import type { History } from "./lifecycle/history.js";
import type { ListedQuestion, QuestionFilter } from "./lifecycle/list-questions.js";
import type { AnswerOutcome } from "./lifecycle/question.js";
import { actorFor } from "./offer-people.js";
import { tellSettlee } from "./tell-settlee.js";
import { tellStaff } from "./tell-staff.js";

/** Who does something to which statements. */
export interface BulkRequest {
  readonly selection: Selection;
  readonly actor: string;
  readonly reason?: string | undefined;
  readonly onProgress?: (done: number, total: number) => void;
}

type Bulk = Promise<BulkResult<Moved>>;

/** From draft to paid (spec §7). */
export interface LifecycleFeatures {
  approve(options: {
    of: { period: string } | { statementNos: readonly string[] };
    actor: string;
    onProgress?: (done: number, total: number) => void;
  }): Promise<ApproveResult>;
  review(request: BulkRequest): Bulk;
  /** What is in review goes back to draft; what is being countersigned goes back to the reviewer. */
  giveBack(request: BulkRequest & { department?: string | undefined }): Bulk;
  sign(request: BulkRequest & { department?: string | undefined }): Bulk;
  resend(request: BulkRequest): Bulk;
  recall(request: BulkRequest): Bulk;
  ask(request: {
    statementNo: string;
    lineNo: number | null;
    text: string;
    actor: string;
  }): Promise<{ questionId: string }>;
  answer(request: {
    questionId: string;
    outcome: AnswerOutcome;
    answer: string;
    actor: string;
  }): Promise<{ statementNo: string; status: string }>;
  /** A partner user sees its own settlee's. */
  questions(filter: QuestionFilter & { actor: string }): AsyncGenerator<ListedQuestion>;
  history(statementNo: string): Promise<History>;
  verifyRecord(): Promise<AuditResult>;
  /** Null: the day is sealed. By the daily sweep nobody is asked for. */
  sealRecord(actor?: string): Promise<number | null>;
}

export function offerLifecycle(parts: Parts): LifecycleFeatures {
  const { clock } = parts;
  const departments = async () => (await parts.settings()).departments;
  return {
    approve: async ({ of, actor, onProgress }) => {
      const [{ approveStatements }, { verifyStatement }] = await Promise.all([
        import("./lifecycle/approve.js"),
        import("./settlement/verify.js"),
      ]);
      const database = await parts.database();
      return approveStatements(database, {
        ...of,
        actor,
        now: clock.now(),
        departments: await departments(),
        countMismatches: async (no) => (await verifyStatement(database, no)).mismatches.length,
        tell: tellSettlee,
        ...(onProgress && { onProgress }),
      });
    },
    review: async (request) => {
      const { beginReview } = await import("./lifecycle/review.js");
      return beginReview(await parts.database(), { ...actOf(request), now: clock.now() });
    },
    giveBack: async (request) => {
      const { giveBack } = await import("./lifecycle/give-back.js");
      const { department } = request;
      const asked = { department, departments: await departments() };
      const options = { ...actOf(request), ...asked, now: clock.now(), tell: tellSettlee };
      return giveBack(await parts.database(), options);
    },
    sign: async (request) => {
      const { sign } = await import("./lifecycle/countersign.js");
      const { department } = request;
      const asked = { department, departments: await departments() };
      return sign(await parts.database(), { ...actOf(request), ...asked, now: clock.now() });
    },
    resend: async (request) => {
      const { resend } = await import("./lifecycle/countersign.js");
      const options = { ...actOf(request), departments: await departments(), now: clock.now() };
      return resend(await parts.database(), options);
    },
    recall: async (request) => {
      const { recallStatements } = await import("./lifecycle/recall.js");
      const options = { ...actOf(request), now: clock.now(), tell: tellSettlee };
      return recallStatements(await parts.database(), options);
    },
    ask: async (request) => {
      const { askQuestion } = await import("./lifecycle/question.js");
      return askQuestion(await parts.database(), { ...request, now: clock.now(), tellStaff });
    },
    answer: async (request) => {
      const { answerQuestion } = await import("./lifecycle/question.js");
      const options = { ...request, now: clock.now(), tell: tellSettlee };
      return answerQuestion(await parts.database(), options);
    },
    questions: async function* (filter) {
      const { listQuestions } = await import("./lifecycle/list-questions.js");
      yield* listQuestions(await parts.database(), filter);
    },
    history: async (statementNo) => {
      const { readHistory } = await import("./lifecycle/history.js");
      return readHistory(await parts.database(), statementNo);
    },
    verifyRecord: async () => {
      const { verifyRecord } = await import("./lifecycle/audit.js");
      return verifyRecord(await parts.database());
    },
    sealRecord: async (actor) => {
      if (actor !== undefined) await actorFor(parts, actor, "seal_record");
      const { sealDay } = await import("./lifecycle/audit.js");
      return sealDay(await parts.database(), shanghaiDay(clock.now()));
    },
  };
}

function actOf({ selection, actor, reason, onProgress }: BulkRequest) {
  return { selection, actor, reason: reason ?? null, onProgress };
}
