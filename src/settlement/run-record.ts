import { YuejieError } from "../domain/errors.js";
import type { Database } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";

/** Keeps how a run ended without result; one that did not balance or left shards done blocks approval (R-R5). */
export async function recordFailure(
  database: Database,
  runId: string,
  now: Date,
  error: unknown,
): Promise<void> {
  const didNotBalance = error instanceof YuejieError && error.code === "books_do_not_balance";
  const message = error instanceof Error ? error.message : String(error);
  // Where the database itself is away, the next run marks the record (`abandon.sql`).
  await database.pool
    .query(sqlFile("queries/run/fail.sql"), [runId, now, didNotBalance, message])
    .catch(() => undefined);
}
