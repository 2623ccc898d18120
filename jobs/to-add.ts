import { jobKeyOf } from "../src/domain/job-key.js";
import type { JobToAdd } from "../src/platform/queue/queue.js";
import type { JobDefinition } from "./job.js";

/** A job of a kind, to be put into the queue. */
export function jobToAdd<Payload>(
  { name, lane, keyOf, retries }: JobDefinition<Payload>,
  payload: Payload,
): JobToAdd {
  const key = jobKeyOf({ topic: name, key: keyOf(payload) });
  return { lane, name, key, payload, attempts: retries.attempts };
}
