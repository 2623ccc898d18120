import { YuejieError } from "../domain/errors.js";
import type { Connection } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { readAll } from "./books.js";
import type { RunRow } from "./rows.js";

/**
 * The run that tells how a month stands; none: it was never run.
 *
 * Errors: `period_half_run`: its statements would be those of two runs, under the name of one (R-R5).
 */
export async function readLastRun(
  connection: Connection,
  month: string,
): Promise<RunRow | undefined> {
  const [half] = await readAll<{ is_half_run: boolean }>(connection, "half-run", [month]);
  if (half?.is_half_run) throw new YuejieError("period_half_run", { period: month });
  return findLastRun(connection, month);
}

/** The same, though some of the month may be under way. */
export async function findLastRun(
  connection: Connection,
  month: string,
): Promise<RunRow | undefined> {
  const { rows } = await connection.query<RunRow>(sqlFile("queries/period/last-run.sql"), [month]);
  return rows[0];
}
