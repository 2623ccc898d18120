import type { Database } from "../../platform/database/database.js";
import { sqlFile } from "../../platform/database/sql-file.js";

/** Rows between two looks at the clock. */
const step = 500;
const intervalMs = 1_000;

export interface RowProgress {
  /** Rows there will be, as soon as that is known. */
  expect(total: number): void;
  onRow(): void;
  /** Rows so far. */
  readonly done: number;
  /** Resolves when nothing is being told any more. */
  settled(): Promise<void>;
}

/**
 * Tells how far an attempt has come: to whoever listens, and now and then in the task's record. Telling is
 * never worth waiting for, nor a reason to fail: it is left out where the pool has no connection to spare.
 */
export function openRowProgress(
  database: Database,
  attempt: { readonly taskId: string; readonly attempts: number },
  onProgress?: (done: number, total: number) => void,
): RowProgress {
  let done = 0;
  let total = 0;
  let toldAt = performance.now();
  let telling: Promise<unknown> = Promise.resolve();
  let isTelling = false;
  const tell = (): void => {
    onProgress?.(done, Math.max(total, done));
    const { pool } = database;
    const isFull = pool.idleCount === 0 && pool.totalCount >= pool.options.max;
    const isBusy = pool.waitingCount > 0 || isFull;
    if (isTelling || isBusy) return;
    isTelling = true;
    const parameters = [attempt.taskId, attempt.attempts, done, Math.max(total, done)];
    telling = pool
      .query(sqlFile("queries/export-task/record-progress.sql"), parameters)
      .catch(() => undefined)
      .finally(() => {
        isTelling = false;
      });
  };
  return {
    get done() {
      return done;
    },
    expect(rows) {
      total = rows;
      tell();
    },
    onRow() {
      done += 1;
      if (done % step !== 0 || performance.now() - toldAt < intervalMs) return;
      toldAt = performance.now();
      tell();
    },
    settled: async () => {
      await telling;
    },
  };
}
