import type { Log } from "./domain/log.js";
import type { Features } from "./features.js";

/** What something that goes on until it is stopped is started with: a worker, a scheduler. */
export interface MainOptions {
  readonly features: Features;
  readonly log: Log;
  /** Asks it to stop: what is in hand is finished, or given back. */
  readonly stop: AbortSignal;
  /** Ends what this process does in the books at once; what was not committed is undone. */
  readonly abort: () => void;
}

/** Resolves when it has stopped. */
export type Main = (options: MainOptions) => Promise<void>;

/**
 * What the command line can start and knows no more of: each is loaded with its first use. The entry point
 * puts them in, since nothing in src rests on jobs.
 */
export interface Mains {
  readonly worker: () => Promise<Main>;
  readonly scheduler: () => Promise<Main>;
  readonly runner: () => Promise<Runner>;
}

/** Settles the shards of one run through the queue, beside whatever workers there are. */
export type Runner = (options: {
  readonly features: Features;
  readonly runId: string;
  /** How many shards this process settles at once. */
  readonly concurrency: number;
  /** Which shards are left. */
  readonly waiting: () => Promise<readonly number[]>;
}) => Promise<void>;
