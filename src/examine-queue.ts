import type { Parts } from "./compose.js";
import type { Finding } from "./finding.js";
import { offerJobs } from "./offer-jobs.js";

/** Whether workers would find their queue, and what was given up. Needs books with a schema that is current. */
export async function examineQueue(parts: Parts): Promise<Finding> {
  const kind = parts.config.redisUrl === null ? "postgres" : "redis";
  const check = "queue";
  try {
    const { jobs, messages } = await offerJobs(parts).counts();
    const lanes = Object.values(jobs);
    const sum = (state: "waiting" | "active" | "failed"): number =>
      lanes.reduce((total, lane) => total + lane[state], 0);
    // A message that was given up is a failed job of the queue as well, unless that was flushed.
    const failed = Math.max(sum("failed"), messages.failed);
    const waiting = sum("waiting") + messages.waiting;
    const facts = { kind, isReady: "yes", waiting, active: sum("active"), failed };
    return { check, state: failed > 0 ? "notice" : "fine", facts, trouble: null };
  } catch (error) {
    const trouble = await parts.nameFailure(error);
    if (trouble.code !== "queue_schema_missing") {
      return { check, state: "trouble", facts: { kind }, trouble };
    }
    // Whoever works by hand needs no queue.
    const facts = { kind, isReady: "no", waiting: 0, active: 0, failed: 0 };
    return { check, state: "notice", facts, trouble: null };
  }
}
