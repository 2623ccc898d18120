import { YuejieError } from "../src/domain/errors.js";
import type { Log, LogFields } from "../src/domain/log.js";
import type { WorkMetrics } from "../src/platform/metrics/open-metrics.js";
import type { ActiveJob, WorkObserver } from "../src/platform/queue/queue.js";
import { allJobs } from "./all-jobs.js";

/** The same trouble is told at most so often. */
const quietMs = 10_000;

/** Tells a worker's work: what it did, how long it took, what was in the way. */
export function observeWork(log: Log, metrics: WorkMetrics): WorkObserver {
  let quietUntil = 0;
  let unsaid = 0;
  return {
    started: ({ key }) => metrics.started(key),
    completed: (job, tookMs) => {
      metrics.ended(job, "done");
      log.info({ ...fieldsOf(job), ms: Math.round(tookMs) }, "job done");
    },
    failed: (job, error) => {
      metrics.ended(job, "retried");
      const about = { ...fieldsOf(job), attempt: job.attempt, ...reasonOf(error) };
      log.warn(about, "job failed, will be tried again");
    },
    givenBack: (job) => {
      metrics.ended(job, "given_back");
      log.info(fieldsOf(job), "job given back");
    },
    givenUp: (job, error) => {
      metrics.ended(job, "given_up");
      const about = { job: job.name, id: job.key, ...reasonOf(error) };
      log.error(about, "job given up; see: yuejie jobs");
    },
    stalled: (key) => {
      metrics.stalled();
      log.warn({ id: key }, "the worker of a job is gone; another does it");
    },
    trouble: (error) => {
      metrics.trouble();
      if (Date.now() < quietUntil) {
        unsaid += 1;
        return;
      }
      log.warn({ ...reasonOf(error), ...(unsaid > 0 && { unsaid }) }, "the queue is in trouble");
      quietUntil = Date.now() + quietMs;
      unsaid = 0;
    },
  };
}

function fieldsOf({ name, key, payload }: ActiveJob): LogFields {
  const job = allJobs.find((known) => known.name === name);
  const parsed = job?.payload.safeParse(payload);
  return { job: name, id: key, ...(parsed?.success && job?.fieldsOf(parsed.data)) };
}

function reasonOf(error: unknown): LogFields {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof YuejieError ? { code: error.code, reason: message } : { reason: message };
}
