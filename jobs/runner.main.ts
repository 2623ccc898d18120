import { setTimeout as sleep } from "node:timers/promises";
import type { Runner } from "../src/main-options.js";
import type { WorkObserver } from "../src/platform/queue/queue.js";
import { allJobs } from "./all-jobs.js";
import { handlerOf } from "./handle-job.js";
import { keepRelaying } from "./relay-outbox.job.js";

/** How often the books are asked what is left. */
const lookMs = 50;

/**
 * Settles a run through the queue: relays its message and works on shards until none is left, beside
 * whatever workers there are. Whoever runs a period by hand needs no worker for it.
 *
 * Errors: queue_unreachable; the failure of a shard that this process gave up.
 */
export const settleThroughQueue: Runner = async ({ features, runId, concurrency, waiting }) => {
  const queue = await features.jobs.openQueue("gives up");
  const ended = new AbortController();
  let failure: unknown = null;
  const observer: WorkObserver = {
    ...silent,
    givenUp: ({ key }, error) => {
      if (key.split(":")[1] === runId) failure ??= error;
    },
  };
  const { lockMs, graceMs } = features.jobs.worker;
  const handlers = new Map(allJobs.map((job) => [job.name, handlerOf(job, features, queue)]));
  const work = await queue.work({ lane: "settlement", concurrency, lockMs, handlers, observer });
  const relaying = keepRelaying({ features, queue, log: silent }, ended.signal);
  try {
    while ((await waiting()).length > 0) {
      if (failure !== null) throw failure;
      await sleep(lookMs);
    }
  } finally {
    ended.abort();
    await work.stop(graceMs);
    await relaying;
    await queue.close();
  }
};

/** A command says how it ended, in one sentence. */
const nothing = (): void => undefined;
const silent = {
  ...{ info: nothing, warn: nothing, error: nothing },
  ...{ started: nothing, completed: nothing, failed: nothing, givenBack: nothing },
  ...{ givenUp: nothing, stalled: nothing, trouble: nothing },
};
