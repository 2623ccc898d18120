import { YuejieError } from "../../domain/errors.js";
import type { Connection } from "./database.js";
import { sqlFile } from "./sql-file.js";

/**
 * Holds every settlee until the transaction ends: what a run of a whole period and the merging part of
 * an import take. Never waits.
 *
 * @param what the holder's words for others that are refused, ASCII, at most 63 bytes: `run 2026-10 by li`.
 * Errors: `work_under_way` naming the holder (R-R2).
 */
export async function lockEverything(connection: Connection, what: string): Promise<void> {
  const { rows } = await connection.query(sqlFile("queries/lock/try-all.sql"), [visible(what)]);
  if (!rows[0].locked) await refuse(connection);
}

/** Holds the named settlees until the transaction ends; see {@link lockEverything}. */
export async function lockSettlees(
  connection: Connection,
  settleeNos: readonly string[],
  what: string,
): Promise<void> {
  const { rows } = await connection.query(sqlFile("queries/lock/try-settlees.sql"), [
    [...settleeNos],
    visible(what),
  ]);
  if (!rows[0].locked) await refuse(connection);
}

/** Postgres shows other sessions 63 bytes of printable ASCII. */
function visible(what: string): string {
  return what.replace(/[^\x20-\x7e]/g, "?").slice(0, 63);
}

async function refuse(connection: Connection): Promise<never> {
  const { rows } = await connection.query(sqlFile("queries/lock/holder.sql"));
  const holder = rows[0] ? `${rows[0].holder} (since ${rows[0].since})` : "another process";
  throw new YuejieError("work_under_way", { holder });
}
