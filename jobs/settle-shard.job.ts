import { z } from "zod";
import { defineJob, hourMs, patient } from "./job.js";

/**
 * Settles one shard of a run, on whichever machine. Poisoned settlees are parked by the shard itself
 * (R-E14), so what fails here is the surroundings: it is tried again, and when it was given up the run waits
 * until `yuejie jobs --retry` takes the shard up.
 *
 * A second delivery, also at the same instant, finds the shard done in the books.
 */
export const settleShard = defineJob({
  name: "settle-shard",
  lane: "settlement",
  payload: z.object({ runId: z.string(), shardNo: z.int().positive() }),
  keyOf: ({ runId, shardNo }) => `${runId}:${shardNo}`,
  timeoutMs: 2 * hourMs,
  retries: patient,
  passing: ["work_under_way"],
  fieldsOf: ({ runId, shardNo }) => ({ run: runId, shard: shardNo }),
  run: async ({ runId, shardNo }, { features }) => {
    await features.jobs.settleShard({ runId, shardNo });
  },
  onGivenUp: ({ runId }, failure, { features, round }) =>
    features.jobs.tellRunFailed(runId, failure, round),
});
