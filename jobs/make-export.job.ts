import { z } from "zod";
import { YuejieError } from "../src/domain/errors.js";
import { defineJob, hourMs, patient } from "./job.js";

/**
 * Makes the file of an export task (spec §8).
 *
 * A second delivery finds the file, or somebody who makes it: then it looks again later, in case that one
 * dies. The key here is the task's, whatever it was asked for: its record is what a second delivery is
 * known by. In the queue the job has its message's key, another each time the task is asked for again
 * (`src/exports/tasks/ask-export.ts`), so that the job of an earlier time is in nobody's way.
 */
export const makeExport = defineJob({
  name: "make-export",
  lane: "errands",
  payload: z.object({ taskId: z.string() }),
  keyOf: ({ taskId }) => taskId,
  timeoutMs: 4 * hourMs,
  retries: patient,
  passing: ["export_under_way"],
  fieldsOf: ({ taskId }) => ({ exportTask: taskId }),
  run: async ({ taskId }, { features, signal }) => {
    const { outcome } = await features.exportTasks.make({ taskId, signal });
    if (outcome === "under_way") throw new YuejieError("export_under_way", { taskId });
  },
  onGivenUp: ({ taskId }, failure, { features, round }) =>
    features.jobs.tellExportFailed(taskId, failure, round),
});
