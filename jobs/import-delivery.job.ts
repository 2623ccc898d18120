import { z } from "zod";
import { defineJob, hourMs, patient } from "./job.js";

/**
 * Imports a folder that arrived in the inbox (R-R6). What is wrong with it is the delivery's outcome, which
 * staff are told; what fails here is the database.
 *
 * A second delivery finds the outcome in the delivery's record.
 */
export const importDelivery = defineJob({
  name: "import-delivery",
  lane: "settlement",
  payload: z.object({ deliveryId: z.string(), attempt: z.int() }),
  // One that has to wait is asked for again, which is another message.
  keyOf: ({ deliveryId, attempt }) => `${deliveryId}-${attempt}`,
  timeoutMs: 4 * hourMs,
  retries: patient,
  // Another worker may be told where the inbox is.
  passing: ["work_under_way", "inbox_unset"],
  fieldsOf: ({ deliveryId }) => ({ delivery: deliveryId }),
  run: async ({ deliveryId }, { features }) => {
    await features.unattended.importDelivery(deliveryId);
  },
});
