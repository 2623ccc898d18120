import { z } from "zod";
import { defineJob, hourMs, patient } from "./job.js";

/**
 * Once a day: drops export files that were kept long enough, asks again for exports whose maker died, and
 * forgets messages that were done long ago.
 *
 * A second delivery finds nothing left to drop.
 */
export const sweepExports = defineJob({
  name: "sweep-exports",
  lane: "errands",
  payload: z.object({ day: z.string() }),
  keyOf: ({ day }) => day,
  timeoutMs: hourMs,
  retries: patient,
  fieldsOf: ({ day }) => ({ day }),
  run: async (_, { features }) => {
    await features.exportTasks.sweep();
    await features.jobs.forgetMessages();
  },
});
