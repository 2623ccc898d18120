import type { JobCounts } from "../queue/queue.js";

/** What the page tells of the books and the queue: the same whichever process is asked. */
export interface Readings {
  /** Null: they could not be reached. */
  readonly books: BooksReading | null;
  readonly queue: JobCounts | null;
}

/** Counts as they stand in the books. */
export interface BooksReading {
  /** Messages by state, and how long the oldest has waited to be relayed. */
  readonly outbox: Readonly<Record<"waiting" | "relayed" | "failed" | "oldestSeconds", number>>;
  /** Runs there ever were, by state. */
  readonly runs: Readonly<Record<string, number>>;
  /** Months whose failed run nobody made good (R-R5). */
  readonly failedPeriods: number;
  /** Settlees that the last run which covered them parked (R-E14). */
  readonly parkedSettlees: number;
  /** Runs that are under way. */
  readonly openRuns: readonly OpenRunReading[];
  readonly lastRun: LastRunReading | null;
  /** Copies of notices, one a recipient and channel. */
  readonly notices: Readonly<Record<"waiting" | "failed", number>>;
  readonly exportTasks: Readonly<Record<string, number>>;
  readonly deliveries: Readonly<Record<string, number>>;
  readonly schedule: {
    /** Months that are due and have no run that is done. */
    readonly lateMonths: number;
    /** How long the oldest of them has been due. */
    readonly lagSeconds: number;
  };
}

export interface OpenRunReading {
  readonly runId: string;
  readonly period: string;
  readonly shards: { readonly total: number; readonly done: number };
}

/** The newest run that has ended, well or not. */
export interface LastRunReading {
  readonly runId: string;
  readonly period: string;
  readonly state: string;
  /** Null: none of its shards was done. */
  readonly seconds: number | null;
  /** Orders in scope by outcome; null where it did not end well. */
  readonly orders: Readonly<Record<string, number>> | null;
  readonly statements: number | null;
  /** Lines of all statements of its period. */
  readonly lines: number;
}
