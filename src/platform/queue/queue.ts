import type { Queue as BullQueue } from "bullmq";

/**
 * The queue as the rest of the project sees it: the same on Redis and on Postgres.
 *
 * Everything in it is delivered at least once, in no promised order, and may be lost when Redis is
 * flushed: the outbox holds what must not be, and every handler is harmless the second time.
 */

/** A lane as the queue board knows it; nothing else looks inside. */
export type BoardLane = BullQueue;

/** Kinds of work that do not wait for each other; each has handlers of its own in every worker. */
export const lanes = ["settlement", "errands"] as const;
export type Lane = (typeof lanes)[number];

/** A job to be done. */
export interface JobToAdd {
  readonly lane: Lane;
  /** What kind of job it is, e.g. `settle-shard`. */
  readonly name: string;
  /** Tells it from every other job of all kinds: adding one that is there already does nothing. */
  readonly key: string;
  /** Anything JSON can say. */
  readonly payload: unknown;
  /** How often it is tried before it is given up. */
  readonly attempts: number;
  readonly delayMs?: number;
}

/**
 * `waiting` for a worker, `delayed` until its next attempt, `active` in a worker, `blocked` until the
 * jobs it rests on are done, `failed` when it was given up.
 */
export const jobStates = ["active", "waiting", "delayed", "blocked", "failed"] as const;
export type JobState = (typeof jobStates)[number];

/** A job as the queue knows it. Those that are done are gone. */
export interface QueuedJob {
  readonly lane: Lane;
  readonly name: string;
  readonly key: string;
  readonly state: JobState;
  readonly payload: unknown;
  readonly attemptsMade: number;
  readonly addedAt: Date;
  /** About when a delayed one is tried again. */
  readonly nextAttemptAt: Date | null;
  /** Why the last attempt failed. */
  readonly failedReason: string | null;
}

export type JobCounts = Readonly<Record<Lane, Readonly<Record<JobState, number>>>>;

/** A job in the hands of a worker. */
export interface ActiveJob {
  readonly lane: Lane;
  readonly name: string;
  readonly key: string;
  readonly payload: unknown;
  /** 1 the first time; attempts of workers that died do not count. */
  readonly attempt: number;
  /** How often it was begun, also before it was given up and tried again. */
  readonly begun: number;
  /** Whether it is given up if this attempt fails. */
  readonly isLast: boolean;
  /** Fires when the time is up or the worker stops; what is not finished then is given back. */
  readonly signal: AbortSignal;
}

export interface Handler {
  readonly timeoutMs: number;
  /** How long to wait after the failed attempt `attempt`, 1 the first. */
  readonly backoffMs: (attempt: number) => number;
  readonly run: (job: ActiveJob) => Promise<void>;
  /** Whether trying again cannot help; the job is given up at once then. */
  readonly isHopeless: (error: unknown, job: ActiveJob) => boolean;
}

/** What a worker tells of its work; it must not throw. */
export interface WorkObserver {
  started(job: ActiveJob): void;
  completed(job: ActiveJob, tookMs: number): void;
  /** The job will be tried again. */
  failed(job: ActiveJob, error: unknown): void;
  /** The job was given back unfinished, because the worker stops. */
  givenBack(job: ActiveJob): void;
  /** The job will not be tried again unless somebody asks for it. */
  givenUp(job: Pick<ActiveJob, "lane" | "name" | "key">, error: unknown): void;
  /** The worker of this job died or was cut off; it waits again. */
  stalled(key: string): void;
  /** The queue itself is in trouble; the worker keeps trying. */
  trouble(error: Error): void;
}

export interface WorkOptions {
  readonly lane: Lane;
  /** How many jobs at once in this process. */
  readonly concurrency: number;
  /**
   * How long a job belongs to a worker that gives no sign of life. Living ones renew it; what a killed
   * one held is done by another after one to two of these.
   */
  readonly lockMs: number;
  /** By the name of the job. */
  readonly handlers: ReadonlyMap<string, Handler>;
  readonly observer: WorkObserver;
}

/** A worker at work. */
export interface Work {
  /**
   * Takes nothing new, waits `graceMs` for what it has in hand, then aborts that and gives it back to the
   * queue. Also ends where the queue is away.
   */
  stop(graceMs: number): Promise<void>;
}

export interface Queue {
  readonly kind: "redis" | "postgres";
  /** Adds jobs; a key that the queue holds already, also as failed, is left as it is. */
  add(jobs: readonly JobToAdd[]): Promise<void>;
  /**
   * Adds `parent`, which waits until all of `children` are done. All in one step. A child that is given
   * up keeps its parent waiting until it was retried.
   */
  addFlow(parent: JobToAdd, children: readonly JobToAdd[]): Promise<void>;
  /** Starts handling the jobs of a lane in this process. */
  work(options: WorkOptions): Promise<Work>;
  counts(): Promise<JobCounts>;
  /** In the order of `states`, those of one state oldest first. */
  list(states?: readonly JobState[]): AsyncGenerator<QueuedJob>;
  /** Which of these keys the queue holds, in any state. */
  known(lane: Lane, keys: readonly string[]): Promise<ReadonlySet<string>>;
  /** Tries a failed job again from its first attempt, a delayed one at once; false for any other. */
  retry(key: string): Promise<boolean>;
  /** Takes a job out that no worker has in hand; false where it was not there. */
  remove(key: string): Promise<boolean>;
  /** For the queue board. */
  boardLanes(): readonly BoardLane[];
  close(): Promise<void>;
}
