import { z } from "zod";
import { defineJob, hourMs, patient } from "./job.js";

/**
 * Once a day: reminds whoever holds a step that is late or soon will be, and seals the record (R-W3, R-W6).
 *
 * A second delivery finds everybody reminded and the day sealed.
 */
export const sweepDues = defineJob({
  name: "sweep-dues",
  lane: "errands",
  payload: z.object({ day: z.string() }),
  keyOf: ({ day }) => day,
  timeoutMs: hourMs,
  retries: patient,
  fieldsOf: ({ day }) => ({ day }),
  run: async (_, { features }) => {
    await features.due.sweep();
    await features.lifecycle.sealRecord();
  },
});
