import { z } from "zod";
import { defineJob, minuteMs } from "./job.js";

/**
 * Sends one copy of a notice, to one recipient by one channel.
 *
 * A second delivery finds it sent, or somebody who sends it: then it looks again later, in case that one dies.
 * How long it is tried is for the copy's record to say: waiting for its hour costs no patience. The
 * attempts here are more than can ever be made, so that the queue gives up nothing that the record has not;
 * a defect ends it after a few all the same (`handle-job.ts`).
 */
export const sendNotice = defineJob({
  name: "send-notice",
  lane: "errands",
  payload: z.object({ deliveryId: z.string(), round: z.number().int() }),
  keyOf: ({ deliveryId, round }) => `${deliveryId}-${round}`,
  timeoutMs: minuteMs,
  retries: { attempts: 1_000_000, firstMs: 1_000, mostMs: 300_000 },
  fieldsOf: ({ deliveryId, round }) => ({ noticeCopy: deliveryId, round }),
  run: async (copy, { features, signal }) => {
    await features.notices.send({ ...copy, signal });
  },
  onGivenUp: (copy, failure, { features }) => features.notices.giveUp(copy, failure),
});
