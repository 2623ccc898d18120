import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../src/domain/log.js";
import type { Features } from "../src/features.js";
import type { Queue } from "../src/platform/queue/queue.js";
import { postman } from "./all-jobs.js";
import { backoffMs } from "./job.js";

/** How long a message may wait for the relay, about. */
const everyMs = 500;
/** The share of its time that a relay spends on looking for what was lost, at most. */
const lookShare = 0.05;
const retries = { firstMs: 500, mostMs: 10_000, attempts: Number.POSITIVE_INFINITY };

/**
 * Relays the outbox until `signal` fires. It is no job of the queue, since it is what fills the queue; every
 * worker does it, and a message is taken by one of them.
 *
 * Harmless twice: the queue holds one job a key, and whoever receives a message knows its key.
 */
export async function keepRelaying(
  { features, queue, log }: { features: Features; queue: Queue; log: Log },
  signal: AbortSignal,
): Promise<void> {
  // As often as what a killed worker held is looked for is what a flushed queue held.
  const lookAfterMs = features.jobs.worker.lockMs;
  let failures = 0;
  let lookAt = Date.now() + lookAfterMs;
  while (!signal.aborted) {
    try {
      await features.jobs.relay(queue, postman, signal);
      if (Date.now() >= lookAt) {
        const begun = performance.now();
        const lost = await features.jobs.findLost(queue, postman, signal);
        if (lost > 0)
          log.warn({ messages: lost }, "the queue lost messages; they are relayed again");
        const tookMs = performance.now() - begun;
        lookAt = Date.now() + Math.max(lookAfterMs, tookMs / lookShare);
      }
      if (failures > 0) log.info({ failures }, "the outbox is relayed again");
      failures = 0;
    } catch (error) {
      failures += 1;
      const { code, message } = await features.jobs.nameFailure(error);
      // Once for each trouble, then now and then: the worker goes on trying for as long as it takes.
      if (failures === 1 || failures % 30 === 0)
        log.warn({ code, failures, reason: message }, "the outbox waits");
    }
    const pauseMs = failures === 0 ? everyMs : backoffMs(retries, failures);
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}
