import { setTimeout as sleep } from "node:timers/promises";
import { type Job, UnrecoverableError, WaitingError, type Worker } from "bullmq";
import { YuejieError } from "../../domain/errors.js";
import type { Backend } from "./backend.js";
import { keyOfJobId } from "./job-id.js";
import type { ActiveJob, Work, WorkOptions } from "./queue.js";

/**
 * So often may the worker of one job die before the job is taken to be what kills them. Being killed is
 * usually not the job's fault, and doing it again harms nobody.
 */
const deathsOfOneJob = 100;

/** How long an aborted handler may take to end by itself; what it does later is done for nothing. */
const abortMs = 2_000;

/** A queue that is away cannot be told that the worker left. */
const farewellMs = 3_000;

const unknownJobBackoffMs = 60_000;

/** Does not keep the process. */
const pause = <T>(ms: number, value: T): Promise<T> => sleep(ms, value, { ref: false });

const stopping = Symbol("stopping");

/** Starts BullMQ's worker on a lane; the queue may be away at any time, also now. */
export async function startWork(backend: Backend, options: WorkOptions): Promise<Work> {
  const { lane, handlers, observer, lockMs } = options;
  const inHand = new Set<AbortController>();
  const processor = (job: Job, token?: string): Promise<void> => {
    const controller = new AbortController();
    inHand.add(controller);
    return handle(job, token ?? "", controller, options).finally(() => inHand.delete(controller));
  };
  const worker = backend.openWorker(lane, processor, {
    concurrency: options.concurrency,
    lockDuration: lockMs,
    // A job is seen to be abandoned at the second look after its lock ran out.
    stalledInterval: lockMs / 2,
    maxStalledCount: deathsOfOneJob,
    runRetryDelay: 1_000,
    settings: {
      backoffStrategy: (attempt, _type, _error, job) =>
        handlers.get(job?.name ?? "")?.backoffMs(attempt) ?? unknownJobBackoffMs,
    },
  });
  worker.on("error", (error) => observer.trouble(backend.explain(error) ?? error));
  worker.on("stalled", (id) => observer.stalled(keyOfJobId(id)));
  worker.on("failed", (job, error) => {
    // BullMQ dates the end of a job that it does not try again; those that retry have none.
    if (job?.finishedOn === undefined || job.finishedOn === null) return;
    const key = keyOfJobId(job.id ?? "");
    observer.givenUp({ lane, name: job.name, key }, error.cause ?? error);
  });
  return { stop: (graceMs) => stop(worker, inHand, graceMs) };
}

/** One attempt. What it throws tells BullMQ whether the job is tried again. */
async function handle(
  job: Job,
  token: string,
  controller: AbortController,
  { lane, handlers, observer }: WorkOptions,
): Promise<void> {
  const active: ActiveJob = {
    lane,
    name: job.name,
    key: keyOfJobId(job.id ?? ""),
    payload: job.data,
    attempt: job.attemptsMade + 1,
    begun: job.attemptsStarted,
    isLast: job.attemptsMade + 1 >= (job.opts.attempts ?? 1),
    signal: controller.signal,
  };
  const handler = handlers.get(job.name);
  const begun = performance.now();
  try {
    if (handler === undefined) throw new YuejieError("job_unknown", { name: job.name });
    observer.started(active);
    await withinTime(handler.run(active), controller, {
      name: job.name,
      limitMs: handler.timeoutMs,
    });
    observer.completed(active, performance.now() - begun);
  } catch (error) {
    if (controller.signal.reason === stopping) {
      observer.givenBack(active);
      await job.moveToWait(token);
      throw new WaitingError();
    }
    if (handler?.isHopeless(error, active)) throw hopeless(error);
    if (!active.isLast) observer.failed(active, error);
    throw error;
  }
}

/** The handler's end, or that of its time; one that does not heed the signal is left to itself. */
async function withinTime(
  work: Promise<void>,
  controller: AbortController,
  { name, limitMs }: { name: string; limitMs: number },
): Promise<void> {
  const timer = setTimeout(
    () => controller.abort(new YuejieError("job_timed_out", { name, seconds: limitMs / 1_000 })),
    limitMs,
  );
  const aborted = new Promise<never>((_, reject) => {
    controller.signal.addEventListener(
      "abort",
      () => void pause(abortMs, null).then(() => reject(asError(controller.signal.reason))),
      { once: true },
    );
  });
  try {
    await Promise.race([work, aborted]);
  } catch (error) {
    work.catch(() => undefined);
    // Whatever an aborted handler threw, the reason is that its time was up.
    throw controller.signal.reason instanceof YuejieError ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error("stopping");
}

/** BullMQ's word for "never again", with what happened behind it. */
function hopeless(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  const unrecoverable = new UnrecoverableError(message);
  unrecoverable.cause = error;
  return unrecoverable;
}

async function stop(
  worker: Worker,
  inHand: ReadonlySet<AbortController>,
  graceMs: number,
): Promise<void> {
  const closed = worker.close().then(() => true);
  if (await Promise.race([closed, emptied(inHand, graceMs)])) return;
  for (const controller of inHand) controller.abort(stopping);
  // With nothing in hand only the queue itself can keep it: nobody waits long for that.
  const givingBackMs = inHand.size > 0 ? abortMs : 0;
  if (await Promise.race([closed, pause(givingBackMs + farewellMs, false)])) return;
  await Promise.race([worker.disconnect().catch(() => undefined), pause(farewellMs, null)]);
}

/** False once nothing is in hand, or the time is up. */
async function emptied(inHand: ReadonlySet<unknown>, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (inHand.size > 0 && performance.now() < until) await pause(20, null);
  return false;
}
