import { setTimeout as sleep } from "node:timers/promises";
import type { MainOptions } from "../src/main-options.js";
import type { Lane, Queue, Work } from "../src/platform/queue/queue.js";
import { allJobs } from "./all-jobs.js";
import { handlerOf } from "./handle-job.js";
import { backoffMs } from "./job.js";
import { observeWork } from "./observe-work.js";
import { keepRelaying } from "./relay-outbox.job.js";

/** Errands are many and small, or long and of this machine's: exports. */
const errandsAtOnce = 2;

const openRetries = { firstMs: 500, mostMs: 10_000, attempts: Number.POSITIVE_INFINITY };

/**
 * Does the jobs of the queue and relays the outbox until it is asked to stop. The queue or the books may be
 * away at any time, also at the start: it keeps trying.
 *
 * Errors: what trying again does not help, at the start (an old schema, a wrong setting).
 */
export async function runWorker(options: MainOptions): Promise<void> {
  const { features, log, stop } = options;
  const observer = observeWork(log, features.operations.work);
  const queue = await openQueue(options, observer.trouble);
  if (queue === null) return;
  const { concurrency, lockMs } = features.jobs.worker;
  const handlers = new Map(allJobs.map((job) => [job.name, handlerOf(job, features, queue)]));
  const startLane = (lane: Lane, atOnce: number): Promise<Work> =>
    queue.work({ lane, concurrency: atOnce, lockMs, handlers, observer });
  const works = [
    await startLane("settlement", concurrency),
    await startLane("errands", errandsAtOnce),
  ];
  const relaying = keepRelaying({ features, queue, log }, stop);
  log.info({ queue: queue.kind, concurrency, lockMs }, "worker started");
  await whenAborted(stop);
  log.info({}, "worker stops");
  await stopWorks(works, options);
  await relaying;
  await queue.close();
  log.info({}, "worker stopped");
}

/** Null where it was asked to stop before there was a queue. */
async function openQueue(
  { features, log, stop }: MainOptions,
  onTrouble: (error: Error) => void,
): Promise<Queue | null> {
  for (let attempt = 1; !stop.aborted; attempt += 1) {
    try {
      return await features.jobs.openQueue("waits", onTrouble);
    } catch (error) {
      const failure = await features.jobs.nameFailure(error);
      if (!failure.retryable) throw failure;
      if (attempt === 1 || attempt % 10 === 0) {
        log.warn({ code: failure.code, reason: failure.message, attempt }, "worker waits");
      }
      const pauseMs = backoffMs(openRetries, attempt);
      await sleep(pauseMs, undefined, { signal: stop }).catch(() => undefined);
    }
  }
  return null;
}

/** Shards run as one statement after another: one that is given back is ended on the server as well. */
async function stopWorks(works: readonly Work[], { features, abort }: MainOptions): Promise<void> {
  const { graceMs } = features.jobs.worker;
  const timer = setTimeout(abort, graceMs + 500);
  await Promise.all(works.map((work) => work.stop(graceMs)));
  clearTimeout(timer);
}

export function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
