import type { Parts } from "./compose.js";
import type { ErrorCode, ErrorDetails, YuejieError } from "./domain/errors.js";
import type { Notice } from "./domain/notice.js";
import { actorFor } from "./offer-people.js";
import type { OutboxFailure, OutboxMessage } from "./outbox/message.js";
import type { OpenJob, Retried } from "./outbox/open-jobs.js";
import type { OutboxCounts } from "./outbox/open-messages.js";
import type { Postman } from "./outbox/relay.js";
import type { Connection } from "./platform/database/database.js";
import type { Patience } from "./platform/queue/backend.js";
import type { JobCounts, Queue } from "./platform/queue/queue.js";
import type { RunResult } from "./settlement/finish-run.js";
import { tellStaff } from "./tell-staff.js";

/** What workers do with the books, and what people see of the work (R-R2). */
export interface JobFeatures {
  /** Errors: queue_unreachable, database_* where it cannot be opened now. */
  openQueue(patience: Patience, onTrouble?: (error: Error) => void): Promise<Queue>;
  /** Puts messages that wait into the queue; how many. */
  relay(queue: Queue, postman: Postman, signal: AbortSignal): Promise<number>;
  /** Lets messages wait again that the queue has lost; how many. */
  findLost(queue: Queue, postman: Postman, signal: AbortSignal): Promise<number>;
  markDone(message: Pick<OutboxMessage, "topic" | "key">): Promise<void>;
  markFailed(message: Pick<OutboxMessage, "topic" | "key">, failure: OutboxFailure): Promise<void>;
  /** Shards of a run that are left to do; null: the run has ended, or there is none. */
  waitingShards(runId: string): Promise<readonly number[] | null>;
  settleShard(of: { runId: string; shardNo: number }): Promise<{ parked: readonly string[] }>;
  /** Ends a run, tells staff and asks for the period to be verified, all in one transaction. */
  finishRun(runId: string): Promise<RunResult>;
  /** Tells staff that a run does not go on by itself. */
  tellRunFailed(runId: string, failure: Failure, round: FailedRound): Promise<void>;
  /** Tells staff that the lines of a run that ended are not what they should be, or nobody knows. */
  tellRunNotVerified(runId: string, failure: Failure, round: FailedRound): Promise<void>;
  tellExportFailed(taskId: string, failure: Failure, round: FailedRound): Promise<void>;
  /** Drops messages that were done long ago; how many. */
  forgetMessages(): Promise<number>;
  /** `failed`: only what was given up. */
  listJobs(options?: { failed?: boolean }): AsyncGenerator<OpenJob>;
  counts(): Promise<{ jobs: JobCounts; messages: OutboxCounts }>;
  /** Errors: job_not_found, role_missing. */
  retryJobs(which: { id: string } | "all", actor: string): Promise<Retried>;
  nameFailure(error: unknown): Promise<YuejieError>;
  readonly worker: Parts["config"]["worker"];
}

/** A failure as a notice carries it. */
export interface Failure {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

/** Which failure it was: the next, after somebody let the job be tried again, is another. */
export interface FailedRound {
  /** The job's message, or what would be its name. */
  readonly message: Pick<OutboxMessage, "topic" | "key">;
  /** How often the job was begun. */
  readonly begun: number;
}

/** Kept so long, so that what happened can be looked up. */
const messageDays = 90;

export function offerJobs(parts: Parts): JobFeatures {
  const { clock, config } = parts;
  const outbox = () => import("./outbox/message.js");
  const withQueue = async <T>(work: (queue: Queue) => Promise<T>): Promise<T> => {
    const queue = await openQueue(parts, "gives up");
    return work(queue).finally(() => queue.close());
  };
  return {
    worker: config.worker,
    nameFailure: parts.nameFailure,
    openQueue: (patience, onTrouble) => openQueue(parts, patience, onTrouble),
    relay: async (queue, postman, signal) => {
      const { relayOutbox } = await import("./outbox/relay.js");
      return relayOutbox(await parts.database(), queue, { postman, signal });
    },
    findLost: async (queue, postman, signal) => {
      const { findLost } = await import("./outbox/relay.js");
      // Usually it is done by then; it is never too soon, since what is done is no longer looked for.
      const options = { postman, signal, afterSeconds: config.worker.lockMs / 1_000 };
      return findLost(await parts.database(), queue, options);
    },
    markDone: async (message) => (await outbox()).markDone((await parts.database()).pool, message),
    markFailed: async (message, failure) =>
      (await outbox()).markFailed((await parts.database()).pool, message, failure),
    waitingShards: async (runId) => {
      const { listWaitingShards } = await import("./settlement/waiting-shards.js");
      return listWaitingShards(await parts.database(), runId);
    },
    settleShard: async (of) => {
      const { settleShard } = await import("./settlement/settle-shard.js");
      return settleShard(await parts.database(), { ...of, now: clock.now() });
    },
    finishRun: async (runId) => {
      const { finishRun } = await import("./settlement/finish-run.js");
      const now = clock.now();
      const onFinished = (connection: Connection, result: RunResult) =>
        tellFinished(connection, result, now);
      return finishRun(await parts.database(), { runId, now, onFinished });
    },
    ...tellFailures(parts),
    forgetMessages: async () => {
      const { forgetDone } = await import("./outbox/open-messages.js");
      return forgetDone(await parts.database(), messageDays);
    },
    listJobs: async function* (options) {
      const { listOpenJobs } = await import("./outbox/open-jobs.js");
      const queue = await openQueue(parts, "gives up");
      try {
        yield* listOpenJobs(await parts.database(), queue, options);
      } finally {
        await queue.close();
      }
    },
    counts: () =>
      withQueue(async (queue) => {
        const { countMessages } = await import("./outbox/open-messages.js");
        return {
          jobs: await queue.counts(),
          messages: await countMessages(await parts.database()),
        };
      }),
    retryJobs: async (which, actor) => {
      await actorFor(parts, actor, "retry_jobs");
      return withQueue(async (queue) => {
        const { retryJobs } = await import("./outbox/open-jobs.js");
        return retryJobs(await parts.database(), queue, which);
      });
    },
  };
}

function tellFailures(
  parts: Parts,
): Pick<JobFeatures, "tellRunFailed" | "tellRunNotVerified" | "tellExportFailed"> {
  return {
    tellRunFailed: async (runId, failure, { message, begun }) => {
      const period = await periodOf(parts, runId);
      if (period === null) return;
      // Shards that fail alike are told once; each belongs to the message that began the run's flow.
      const started = { topic: "settle-period", key: runId };
      const round = await nameRound(parts, { message: started, begun });
      const about = `${runId}-${message.topic}-${failure.code}-${round}`;
      await tell(parts, { kind: "run_failed", about, details: { period, runId, failure } });
    },
    tellRunNotVerified: async (runId, failure, round) => {
      const period = await periodOf(parts, runId);
      if (period === null) return;
      const about = `${runId}-${await nameRound(parts, round)}`;
      await tell(parts, {
        kind: "run_does_not_verify",
        about,
        details: { period, runId, failure },
      });
    },
    tellExportFailed: async (taskId, failure, round) => {
      const { findExportTask } = await import("./exports/tasks/export-task.js");
      const { kind } = await findExportTask((await parts.database()).pool, taskId);
      const details = { taskId, kind, failure };
      // Each time that it was asked for has a message of its own.
      const about = `${round.message.key}-${await nameRound(parts, round)}`;
      await tell(parts, { kind: "export_failed", about, details });
    },
  };
}

async function openQueue(
  parts: Parts,
  patience: Patience,
  onTrouble?: (error: Error) => void,
): Promise<Queue> {
  const { redisUrl, databaseUrl, queuePrefix } = parts.config;
  const database = await parts.database();
  if (redisUrl === null && databaseUrl === null) {
    // Nobody else looks after the embedded database.
    const { migrateQueue } = await import("./platform/queue/migrate-queue.js");
    await migrateQueue(database, queuePrefix);
  }
  const { openQueue } = await import("./platform/queue/open-queue.js");
  const { sqlFile } = await import("./platform/database/sql-file.js");
  // Books that share a Redis must not do each other's jobs; runs are numbered alike in all of them.
  const { rows } = await database.pool.query(sqlFile("queries/queue/books.sql"));
  const prefix = redisUrl === null ? queuePrefix : `${queuePrefix}_${rows[0].books}`;
  return openQueue({ redisUrl, databaseUrl: database.url, prefix }, patience, onTrouble);
}

/** What follows from a run that ended well: staff know, and its lines are computed once more. */
export async function tellFinished(
  connection: Connection,
  result: RunResult,
  at: Date,
): Promise<void> {
  const { period, orders, amount, parkedSettlees } = result;
  const runId = result.runId ?? "";
  const parked = parkedSettlees.map(({ settleeNo }) => settleeNo);
  const details = { period, runId, orders, statements: result.statements.total, amount, parked };
  const kind = parked.length === 0 ? "run_finished" : "run_parked";
  await tellStaff(connection, { kind, about: runId, at, details });
  const { writeOutbox } = await import("./outbox/message.js");
  await writeOutbox(connection, { topic: "verify-period", key: runId, payload: { period, runId } });
}

async function periodOf(parts: Parts, runId: string): Promise<string | null> {
  const { readRunPeriod } = await import("./settlement/waiting-shards.js");
  return readRunPeriod(await parts.database(), runId);
}

/** A message that is relayed once more makes a new job, which is begun for the first time again. */
async function nameRound(parts: Parts, { message, begun }: FailedRound): Promise<string> {
  const { countRelays } = await import("./outbox/open-messages.js");
  return `${await countRelays(await parts.database(), message)}-${begun}`;
}

/** A notice that no transaction causes but its own. */
async function tell(parts: Parts, notice: Omit<Notice, "at">): Promise<void> {
  const { withTransaction } = await import("./platform/database/database.js");
  const dated = { ...notice, at: parts.clock.now() } as Notice;
  await withTransaction(await parts.database(), (connection) => tellStaff(connection, dated));
}
