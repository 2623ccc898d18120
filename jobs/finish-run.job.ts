import { z } from "zod";
import { YuejieError } from "../src/domain/errors.js";
import { defineJob, minuteMs, patient } from "./job.js";
import { settleShard } from "./settle-shard.job.js";
import { jobToAdd } from "./to-add.js";

/**
 * Ends a run whose shards are done: balances the period as a whole, completes the run, tells staff.
 *
 * A second delivery finds the run completed, and the notice by its key.
 */
export const finishRun = defineJob({
  name: "finish-run",
  lane: "settlement",
  payload: z.object({ runId: z.string() }),
  keyOf: ({ runId }) => runId,
  timeoutMs: 30 * minuteMs,
  retries: patient,
  passing: ["run_unfinished"],
  fieldsOf: ({ runId }) => ({ run: runId }),
  run: async ({ runId }, { features, queue }) => {
    try {
      await features.jobs.finishRun(runId);
    } catch (error) {
      const code = error instanceof YuejieError ? error.code : null;
      if (code === "run_unfinished") {
        // Whoever took jobs out of the queue has not taken the shards out of the run.
        const waiting = (await features.jobs.waitingShards(runId)) ?? [];
        await queue.add(waiting.map((shardNo) => jobToAdd(settleShard, { runId, shardNo })));
      }
      // A run that ended otherwise stands in the history as what it is; there is nothing left to do.
      if (code !== "run_superseded") throw error;
    }
    await features.jobs.markDone({ topic: "settle-period", key: runId });
  },
  onGivenUp: ({ runId }, failure, { features, round }) =>
    features.jobs.tellRunFailed(runId, failure, round),
});
