import { YuejieError } from "../domain/errors.js";
import { shanghaiInstant } from "../domain/instant.js";
import { jobKeyOf, messageOf } from "../domain/job-key.js";
import type { Database } from "../platform/database/database.js";
import type { Queue, QueuedJob } from "../platform/queue/queue.js";
import { isFailed, letWait, listOpenMessages, type OpenMessage } from "./open-messages.js";

/** Something that is not done: a message that has not reached the queue, or a job in it. */
export interface OpenJob {
  /** Names it for `--retry`. */
  readonly id: string;
  /** What kind of job it is. */
  readonly job: string;
  readonly state: QueuedJob["state"];
  readonly payload: unknown;
  /** Attempts that failed. */
  readonly attempts: number;
  /** An ISO instant by the real clock, as the next. */
  readonly since: string;
  /** About when it is tried again. */
  readonly nextAttemptAt: string | null;
  /** Why the last attempt failed; the code where the catalogue knows it. */
  readonly failure: { readonly code: string | null; readonly message: string } | null;
}

export interface Retried {
  /** Ids of what is tried again. */
  readonly retried: readonly string[];
}

/**
 * What is not done, what was given up first. What was relayed is shown as the queue has it; a message that
 * the queue gave up is shown once, with the failure that the outbox keeps.
 *
 * @param options.failed only what was given up.
 */
export async function* listOpenJobs(
  database: Database,
  queue: Queue,
  { failed = false }: { readonly failed?: boolean } = {},
): AsyncGenerator<OpenJob> {
  const told = new Set<string>();
  for await (const message of listOpenMessages(database, ["failed"])) {
    told.add(jobKeyOf(message));
    yield describeMessage(message);
  }
  const states = ["failed", "active", "blocked", "delayed", "waiting"] as const;
  for await (const job of queue.list(failed ? ["failed"] : states)) {
    if (!(job.state === "failed" && told.has(job.key))) yield describeJob(job);
  }
  if (failed) return;
  for await (const message of listOpenMessages(database, ["waiting"]))
    yield describeMessage(message);
}

function describeMessage(message: OpenMessage): OpenJob {
  const { topic, state, payload, attempts, createdAt, failure } = message;
  return {
    id: jobKeyOf(message),
    job: topic,
    state: state === "failed" ? "failed" : "waiting",
    payload,
    attempts: state === "failed" ? Math.max(1, attempts) : 0,
    since: shanghaiInstant(createdAt),
    nextAttemptAt: null,
    failure: failure && { code: failure.code, message: failure.message },
  };
}

function describeJob(job: QueuedJob): OpenJob {
  const { key, name, state, payload, attemptsMade, addedAt, nextAttemptAt, failedReason } = job;
  return {
    id: key,
    job: name,
    state,
    payload,
    attempts: attemptsMade,
    since: shanghaiInstant(addedAt),
    nextAttemptAt: nextAttemptAt && shanghaiInstant(nextAttemptAt),
    failure: failedReason === null ? null : { code: null, message: failedReason },
  };
}

/**
 * Lets what was given up, or waits for its next attempt, be tried again now.
 *
 * Errors: job_not_found where the one that is named is neither.
 */
export async function retryJobs(
  database: Database,
  queue: Queue,
  which: { readonly id: string } | "all",
): Promise<Retried> {
  if (which !== "all") {
    if (!(await retryOne(database, queue, which.id))) {
      throw new YuejieError("job_not_found", { id: which.id });
    }
    return { retried: [which.id] };
  }
  const ids = new Set<string>();
  for await (const message of listOpenMessages(database, ["failed"])) ids.add(jobKeyOf(message));
  for await (const job of queue.list(["failed"])) ids.add(job.key);
  const retried: string[] = [];
  for (const id of ids) if (await retryOne(database, queue, id)) retried.push(id);
  return { retried };
}

/** A message goes its whole way again; the id of its job has to be free for that. */
async function retryOne(database: Database, queue: Queue, id: string): Promise<boolean> {
  const message = messageOf(id);
  if (await isFailed(database, message)) {
    await queue.remove(id);
    return letWait(database, message);
  }
  return queue.retry(id);
}
