import { z } from "zod";
import type { NoticeMessage } from "../src/notices/write-notice.js";
import { defineJob, minuteMs, patient } from "./job.js";

const message = z.looseObject({
  key: z.string(),
  kind: z.string(),
  to: z.string(),
  locale: z.string(),
  at: z.string(),
  details: z.looseObject({}),
});

/**
 * Delivers a notice: finds its recipients and asks for a copy to each; whom nothing reaches finds it as a file in
 * the folder `outbox` of the home.
 *
 * A second delivery finds the notice on record, and writes the same file, which is named by the notice's key.
 */
export const deliverNotice = defineJob({
  name: "deliver-notice",
  lane: "errands",
  payload: message,
  keyOf: ({ key }) => key,
  timeoutMs: minuteMs,
  retries: patient,
  fieldsOf: ({ key, kind }) => ({ notice: key, kind }),
  run: async (notice, { features }) => {
    await features.notices.deliver(notice as unknown as NoticeMessage);
  },
});
