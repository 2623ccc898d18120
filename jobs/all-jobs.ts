import { jobKeyOf, type MessageName } from "../src/domain/job-key.js";
import type { Postman } from "../src/outbox/relay.js";
import { deliverNotice } from "./deliver-notice.job.js";
import { finishRun } from "./finish-run.job.js";
import { importDelivery } from "./import-delivery.job.js";
import { type AnyJob, patient } from "./job.js";
import { makeExport } from "./make-export.job.js";
import { sendNotice } from "./send-notice.job.js";
import { settlePeriod } from "./settle-period.job.js";
import { settleShard } from "./settle-shard.job.js";
import { sweepDues } from "./sweep-dues.job.js";
import { sweepExports } from "./sweep-exports.job.js";
import { verifyPeriod } from "./verify-period.job.js";

/** Every kind of job that a worker does. */
export const allJobs: readonly AnyJob[] = [
  settlePeriod,
  settleShard,
  finishRun,
  importDelivery,
  verifyPeriod,
  makeExport,
  deliverNotice,
  sendNotice,
  sweepExports,
  sweepDues,
];

const byName = new Map(allJobs.map((job) => [job.name, job]));

/**
 * How messages of the outbox become jobs. A topic that this version does not know, of a newer one, waits in
 * the queue for a worker that does.
 */
export const postman: Postman = {
  jobOf: ({ topic, key, payload }) => {
    const { lane, retries } = byName.get(topic) ?? { lane: "errands", retries: patient };
    return {
      lane,
      name: topic,
      key: jobKeyOf({ topic, key }),
      payload,
      attempts: retries.attempts,
    };
  },
  placesOf: ({ topic, key }: MessageName) => {
    const lane = byName.get(topic)?.lane ?? "errands";
    // The flow of a run carries the message on: its last job is there until the run has ended.
    const last = topic === settlePeriod.name ? [jobKeyOf({ topic: finishRun.name, key })] : [];
    return { lane, keys: [jobKeyOf({ topic, key }), ...last] };
  },
};
