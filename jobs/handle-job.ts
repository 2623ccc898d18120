import { YuejieError } from "../src/domain/errors.js";
import { messageOf } from "../src/domain/job-key.js";
import type { Features } from "../src/features.js";
import type { ActiveJob, Handler, Queue } from "../src/platform/queue/queue.js";
import { type AnyJob, backoffMs } from "./job.js";

/** A defect may be one of the moment; what fails so often by the same hand will go on failing. */
const attemptsOfDefects = 3;

/** What the queue does with the jobs of a kind. */
export function handlerOf(job: AnyJob, features: Features, queue: Queue): Handler {
  return {
    timeoutMs: job.timeoutMs,
    backoffMs: (attempt) => backoffMs(job.retries, attempt),
    isHopeless: (error, active) => isHopeless(job, error, active),
    run: (active) => runJob(job, active, { features, queue }),
  };
}

type Surroundings = { readonly features: Features; readonly queue: Queue };

async function runJob(job: AnyJob, active: ActiveJob, around: Surroundings): Promise<void> {
  const { features } = around;
  try {
    const payload = checkPayload(job, active);
    await job.run(payload, { ...around, signal: active.signal });
    if (!job.isOnlyBegun) await features.jobs.markDone(messageOf(active.key));
  } catch (error) {
    const failure = await features.jobs.nameFailure(error);
    // A worker that stops gives the job back; one whose time was up has failed.
    const isGivenBack = active.signal.aborted && !(active.signal.reason instanceof YuejieError);
    if (!isGivenBack && (active.isLast || isHopeless(job, failure, active))) {
      await giveUp(job, active, { features, failure });
    }
    throw failure;
  }
}

function checkPayload(job: AnyJob, { key, payload }: ActiveJob): unknown {
  const { data, error } = job.payload.safeParse(payload);
  if (error === undefined) return data;
  const [issue] = error.issues;
  const reason = `${issue?.path.join(".") || "$"}: ${issue?.message}`;
  throw new YuejieError("job_payload", { key, reason }, error);
}

/** What is in the way neither passes by itself nor is away. */
function isHopeless({ passing }: AnyJob, error: unknown, { attempt }: ActiveJob): boolean {
  if (!(error instanceof YuejieError)) return attempt >= attemptsOfDefects;
  if (error.code === "internal") return attempt >= attemptsOfDefects;
  return !error.retryable && !passing?.includes(error.code);
}

/**
 * Recorded before the queue gives the job up: where the books cannot be reached for that, this fails with
 * them, and the job is tried again.
 */
async function giveUp(
  job: AnyJob,
  { key, payload, begun }: ActiveJob,
  { features, failure }: { features: Features; failure: YuejieError },
): Promise<void> {
  const { code, details, message } = failure;
  const parsed = job.payload.safeParse(payload);
  const round = { message: messageOf(key), begun };
  if (parsed.success) await job.onGivenUp?.(parsed.data, { code, details }, { features, round });
  await features.jobs.markFailed(messageOf(key), { code, details, message });
}
