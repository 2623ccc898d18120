import type { z } from "zod";
import type { ErrorCode } from "../src/domain/errors.js";
import type { LogFields } from "../src/domain/log.js";
import type { Features } from "../src/features.js";
import type { Lane, Queue } from "../src/platform/queue/queue.js";

/** What a job works with. */
export interface JobContext {
  readonly features: Features;
  readonly queue: Queue;
  /** Fires when the job's time is up, or the worker stops. */
  readonly signal: AbortSignal;
}

/** Everything there is to know of a kind of job. */
export interface JobDefinition<Payload> {
  /** `<verb>-<noun>`; for what the outbox sends, its topic. */
  readonly name: string;
  readonly lane: Lane;
  readonly payload: z.ZodType<Payload>;
  /**
   * What a second delivery is known by, so that it changes nothing. The queue holds one job a key; what
   * the outbox sends has the key of its message there.
   */
  readonly keyOf: (payload: Payload) => string;
  readonly timeoutMs: number;
  /** How often it is tried before it is given up, and how long the waits in between grow. */
  readonly retries: Retries;
  /** What is no failure of a dependency, and yet passes by itself. */
  readonly passing?: readonly ErrorCode[];
  /** Whose effect is not there yet when the job is done: another job's marks the message. */
  readonly isOnlyBegun?: boolean;
  /** Identifiers for the log. */
  readonly fieldsOf: (payload: Payload) => LogFields;
  readonly run: (payload: Payload, context: JobContext) => Promise<void>;
  /** Tells people that it will not be done by itself. */
  readonly onGivenUp?: (
    payload: Payload,
    failure: Failure,
    context: Pick<JobContext, "features"> & { readonly round: Round },
  ) => Promise<void>;
}

export type Failure = Parameters<Features["jobs"]["tellRunFailed"]>[1];

/** Tells the failure of a job from that of the same job after somebody let it be tried again. */
export type Round = Parameters<Features["jobs"]["tellRunFailed"]>[2];

export interface Retries {
  readonly attempts: number;
  readonly firstMs: number;
  readonly mostMs: number;
}

// biome-ignore lint/suspicious/noExplicitAny: a list of jobs holds jobs of all payloads
export type AnyJob = JobDefinition<any>;

/** Lets a definition's parts be held against its payload. */
export function defineJob<Payload>(definition: JobDefinition<Payload>): JobDefinition<Payload> {
  return definition;
}

/**
 * How long to wait after the failed attempt `attempt`: twice as long each time, up to a limit, and by
 * chance up to half of it less, so that what failed together is not tried again together.
 */
export function backoffMs(
  { firstMs, mostMs }: Retries,
  attempt: number,
  random: () => number = Math.random,
): number {
  const longest = Math.min(mostMs, firstMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(longest * (1 - random() / 2));
}

/**
 * For what waits for a dependency: 4 to 8.5 hours, about 6, as chance shortens the waits. A failure
 * without a name of its own is a defect, and given up long before (`handle-job.ts`).
 */
export const patient: Retries = { attempts: 110, firstMs: 1_000, mostMs: 300_000 };

export const minuteMs = 60_000;
export const hourMs = 3_600_000;
