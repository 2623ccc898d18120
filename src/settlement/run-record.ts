import { YuejieError } from "../domain/errors.js";
import type { Database } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import type { RunInputs } from "./run-stages.js";

/** The run's own row is committed at once: history shows runs that died. */
export async function openRun(
  database: Database,
  by: { readonly actor: string; readonly now: Date },
  inputs: RunInputs,
): Promise<string> {
  if (inputs.settlees === null) {
    await database.pool.query(sqlFile("queries/run/abandon.sql"), [by.now]);
  }
  const { rows } = await database.pool.query(sqlFile("queries/run/open.sql"), [
    inputs.month,
    inputs.settlees,
    by.actor,
    by.now,
  ]);
  return rows[0].run_id;
}

/** Keeps how a run ended without result; a run that did not balance blocks approval (R-R5). */
export async function recordFailure(
  database: Database,
  runId: string,
  now: Date,
  error: unknown,
): Promise<void> {
  const unbalanced = error instanceof YuejieError && error.code === "books_do_not_balance";
  const state = unbalanced ? "failed" : "aborted";
  const message = error instanceof Error ? error.message : String(error);
  // Where the database itself is away, the next full run marks the row (`abandon.sql`).
  await database.pool
    .query(sqlFile("queries/run/fail.sql"), [runId, now, state, message])
    .catch(() => undefined);
}
