import type { Connection } from "../platform/database/database.js";
import { lockForApproval } from "../platform/database/lock.js";
import { sqlFile } from "../platform/database/sql-file.js";

/** Runs replace what is in review or recalled, and what rests on it: neither happens in the middle of the other. */
export function keepRunsOut(actor: string) {
  return async (connection: Connection, statementNo: string): Promise<void> => {
    const { rows } = await connection.query(sqlFile("queries/lifecycle/settlee-of.sql"), [
      statementNo,
    ]);
    // What does not exist is told by whoever looks for it next.
    if (rows[0] === undefined) return;
    await lockForApproval(connection, rows[0].settlee_no, `work on ${statementNo} by ${actor}`);
  };
}
