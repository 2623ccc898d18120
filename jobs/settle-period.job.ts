import { z } from "zod";
import { finishRun } from "./finish-run.job.js";
import { defineJob, minuteMs, patient } from "./job.js";
import { settleShard } from "./settle-shard.job.js";
import { jobToAdd } from "./to-add.js";

/**
 * Begins the flow of a run that is open: a job for each shard that is left, and one that ends the run when
 * they are done.
 *
 * A second delivery adds the same keys, which the queue holds already. One after the queue was lost, or
 * after shards were given up, takes up what is left.
 */
export const settlePeriod = defineJob({
  name: "settle-period",
  lane: "settlement",
  payload: z.object({ runId: z.string() }),
  keyOf: ({ runId }) => runId,
  timeoutMs: minuteMs,
  retries: patient,
  // The message is done when the run has ended (R-R5).
  isOnlyBegun: true,
  fieldsOf: ({ runId }) => ({ run: runId }),
  run: async ({ runId }, { features, queue }) => {
    const waiting = await features.jobs.waitingShards(runId);
    const shards = (waiting ?? []).map((shardNo) => jobToAdd(settleShard, { runId, shardNo }));
    const end = jobToAdd(finishRun, { runId });
    for (const { key } of [...shards, end]) await queue.retry(key);
    await queue.addFlow(end, shards);
  },
});
