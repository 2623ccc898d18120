import { z } from "zod";
import { YuejieError } from "../src/domain/errors.js";
import { defineJob, hourMs, patient } from "./job.js";

/**
 * Computes every line that a run made once more, from its own inputs (R-S5), before anybody sends it.
 *
 * It only reads; a second delivery reads once more.
 */
export const verifyPeriod = defineJob({
  name: "verify-period",
  lane: "errands",
  payload: z.object({ period: z.string(), runId: z.string() }),
  keyOf: ({ runId }) => runId,
  timeoutMs: 4 * hourMs,
  retries: patient,
  fieldsOf: ({ period, runId }) => ({ period, run: runId }),
  run: async ({ period }, { features, signal }) => {
    const { mismatches } = await features.verifyPeriod(period, () => signal.throwIfAborted());
    if (mismatches.length === 0) return;
    throw new YuejieError("period_does_not_verify", { period, mismatches: mismatches.length });
  },
  onGivenUp: ({ runId }, failure, { features, round }) =>
    features.jobs.tellRunNotVerified(runId, failure, round),
});
