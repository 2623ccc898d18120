import type { Database } from "../../platform/database/database.js";
import { sqlFile } from "../../platform/database/sql-file.js";
import type { ExportTask } from "./export-task.js";

/** How many tasks there are in each state. */
export async function countExportTasks(
  database: Database,
): Promise<Record<ExportTask["state"], number>> {
  const { rows } = await database.pool.query(sqlFile("queries/export-task/counts.sql"));
  const { waiting, running, done, failed, expired } = rows[0];
  return {
    waiting: Number(waiting),
    running: Number(running),
    done: Number(done),
    failed: Number(failed),
    expired: Number(expired),
  };
}
