import type { Queue as BullQueue, FlowProducer, Job, JobsOptions, JobType } from "bullmq";
import type { Backend } from "./backend.js";
import { jobIdOf, keyOfJobId } from "./job-id.js";
import {
  type JobState,
  type JobToAdd,
  jobStates,
  type Lane,
  lanes,
  type Queue,
  type QueuedJob,
} from "./queue.js";
import { startWork } from "./work.js";

/** Our states → BullMQ's. */
const bullStates: Readonly<Record<JobState, readonly JobType[]>> = {
  active: ["active"],
  waiting: ["waiting", "prioritized"],
  delayed: ["delayed"],
  blocked: ["waiting-children"],
  failed: ["failed"],
};

/** A command that waits for a server that is away is given up after this; it may still happen later. */
const patienceMs = 10_000;

const pageSize = 200;

/** The one queue of the project, on whatever BullMQ runs on. */
export function bullQueue(backend: Backend): Queue {
  const opened = new Map<Lane, BullQueue>();
  let flows: FlowProducer | null = null;
  const laneOf = (lane: Lane): BullQueue => {
    const known = opened.get(lane) ?? backend.openLane(lane);
    opened.set(lane, known);
    return known;
  };
  const ask = <T>(operation: Promise<T>): Promise<T> => withinTime(backend, operation);
  return {
    kind: backend.kind,
    add: async (jobs) => {
      for (const lane of lanes) {
        const added = jobs.filter((job) => job.lane === lane).map(bulkEntryOf);
        if (added.length > 0) await ask(laneOf(lane).addBulk(added));
      }
    },
    addFlow: async (parent, children) => {
      flows ??= backend.openFlows();
      // Without children there is nothing that would ever release the parent.
      if (children.length === 0) await ask(laneOf(parent.lane).addBulk([bulkEntryOf(parent)]));
      else {
        const entry = { ...flowEntryOf(parent), children: children.map(flowEntryOf) };
        await ask(flows.add(entry));
      }
    },
    work: (options) => startWork(backend, options),
    counts: async () => {
      const rows = lanes.map(async (lane) => {
        const {
          waiting = 0,
          prioritized = 0,
          ...counted
        } = await ask(laneOf(lane).getJobCounts(...Object.values(bullStates).flat()));
        const { active = 0, delayed = 0, failed = 0 } = counted;
        const blocked = counted["waiting-children"] ?? 0;
        return [
          lane,
          { active, waiting: waiting + prioritized, delayed, blocked, failed },
        ] as const;
      });
      return Object.fromEntries(await Promise.all(rows)) as never;
    },
    list: async function* (states = jobStates) {
      for (const state of states) {
        for (const lane of lanes) yield* listLane(laneOf(lane), state, ask);
      }
    },
    known: async (lane, keys) => {
      const ids = await ask(backend.knownIds(laneOf(lane), keys.map(jobIdOf)));
      return new Set(ids.map(keyOfJobId));
    },
    retry: async (key) => {
      const job = await findJob(key, laneOf, ask);
      const state = await job?.getState();
      if (job !== null && state === "failed") {
        // How often it was begun goes on counting: it tells this round from those before.
        await ask(job.retry("failed", { resetAttemptsMade: true }));
      } else if (job !== null && state === "delayed") await ask(job.promote());
      else return false;
      return true;
    },
    remove: async (key) => {
      const job = await findJob(key, laneOf, ask);
      if (job === null || (await ask(job.isActive()))) return false;
      await ask(job.remove());
      return true;
    },
    boardLanes: () => lanes.map(laneOf),
    close: async () => {
      const closing = [...opened.values(), ...(flows === null ? [] : [flows])];
      await Promise.allSettled(closing.map((part) => withinTime(backend, part.close(), 1_000)));
      await backend.close();
    },
  };
}

type Ask = <T>(operation: Promise<T>) => Promise<T>;

/** What is done is forgotten at once: the books remember it, and the id is free again. */
function optionsOf({ key, attempts, delayMs }: JobToAdd): JobsOptions {
  return {
    jobId: jobIdOf(key),
    attempts,
    backoff: { type: "handler" },
    removeOnComplete: true,
    stackTraceLimit: 1,
    ...(delayMs !== undefined && { delay: delayMs }),
  };
}

function bulkEntryOf(job: JobToAdd) {
  return { name: job.name, data: job.payload, opts: optionsOf(job) };
}

function flowEntryOf(job: JobToAdd) {
  return { ...bulkEntryOf(job), queueName: job.lane };
}

/** In pages; jobs that move on in the meantime may be missed or told twice. */
async function* listLane(queue: BullQueue, state: JobState, ask: Ask): AsyncGenerator<QueuedJob> {
  for (const type of bullStates[state]) {
    for (let start = 0; ; start += pageSize) {
      const page = await ask(queue.getJobs([type], start, start + pageSize - 1, true));
      // A job that went in the meantime leaves a hole.
      for (const job of page)
        if (job?.id !== undefined) yield describe(job, queue.name as Lane, state);
      if (page.length < pageSize) break;
    }
  }
}

function describe(job: Job, lane: Lane, state: JobState): QueuedJob {
  // BullMQ counts the delay from the end of the last attempt, which it does not keep.
  const dueAt = (job.processedOn ?? job.timestamp) + job.delay;
  return {
    lane,
    name: job.name,
    key: keyOfJobId(job.id ?? ""),
    state,
    payload: job.data,
    attemptsMade: job.attemptsMade,
    addedAt: new Date(job.timestamp),
    nextAttemptAt: state === "delayed" ? new Date(dueAt) : null,
    failedReason: job.failedReason ?? null,
  };
}

async function findJob(
  key: string,
  laneOf: (lane: Lane) => BullQueue,
  ask: Ask,
): Promise<Job | null> {
  for (const lane of lanes) {
    const job = await ask(laneOf(lane).getJob(jobIdOf(key)));
    if (job) return job;
  }
  return null;
}

/**
 * The answer of an operation, or the catalogue's word for why there is none.
 *
 * Errors: queue_unreachable, database_*; also where the server says nothing for too long.
 */
async function withinTime<T>(
  backend: Backend,
  operation: Promise<T>,
  limitMs = patienceMs,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("connection timeout")), limitMs);
  });
  try {
    return await Promise.race([operation, late]);
  } catch (error) {
    operation.catch(() => undefined);
    throw backend.explain(error) ?? error;
  } finally {
    clearTimeout(timer);
  }
}
