import { YuejieError } from "../domain/errors.js";
import { type Connection, type Database, withTransaction } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import type { CopyState, PlannedCopy } from "./copy.js";
import { type PlanOptions, planCopies } from "./plan-copies.js";
import { addCopies, noticeOf, type RequestSend } from "./resolve-notice.js";

export interface AskAgainOptions extends PlanOptions {
  readonly requestSend: RequestSend;
}

/**
 * Lets the copies of a notice be sent again that have failed or were left out; where all were sent, all of them.
 * Recipients are found anew, so that a corrected or added address serves. What waits goes on waiting, and who
 * wants no reminders gets none.
 *
 * Shape:  ids of the copies that wait now.
 * Errors: `notice_unknown`, `notice_waits`.
 */
export async function askAgain(
  database: Database,
  key: string,
  options: AskAgainOptions,
): Promise<readonly string[]> {
  return withTransaction(database, async (connection) => {
    const { rows } = await connection.query(sqlFile("queries/notice/find.sql"), [key]);
    if (rows[0] === undefined) throw new YuejieError("notice_unknown", { key });
    const copies = await planCopies(connection, noticeOf(rows[0]), options);
    const added = await addCopies(connection, { key, copies }, options.requestSend);
    const again = await waitAgain(connection, { key, copies, added }, options);
    const ids = [...added, ...again].map(({ deliveryId }) => deliveryId);
    if (ids.length === 0) throw whyNone(key, copies);
    return ids;
  });
}

function whyNone(key: string, copies: readonly PlannedCopy[]): YuejieError {
  const left = copies.find(({ state }) => state === "skipped");
  if (left?.reason == null) return new YuejieError("notice_waits", { key });
  return new YuejieError(left.reason, { ...left.reasonDetails, key });
}

/** Notices of which a copy has failed, oldest first. */
export async function listFailedNotices(database: Database): Promise<readonly string[]> {
  const { rows } = await database.pool.query(sqlFile("queries/notice/failed-notices.sql"));
  return rows.map(({ notice_key }) => notice_key);
}

interface CopyRow {
  readonly delivery_id: string;
  readonly channel: string;
  readonly recipient: string;
  readonly state: CopyState;
}

async function waitAgain(
  connection: Connection,
  of: {
    readonly key: string;
    readonly copies: readonly PlannedCopy[];
    readonly added: readonly { readonly deliveryId: string }[];
  },
  { requestSend }: AskAgainOptions,
) {
  const found = await connection.query<CopyRow>(sqlFile("queries/notice/copies-of.sql"), [of.key]);
  const isNew = new Set(of.added.map(({ deliveryId }) => deliveryId));
  const known = found.rows.filter(({ delivery_id }) => !isNew.has(delivery_id));
  const planned = new Map(of.copies.map((copy) => [nameOf(copy), copy]));
  await leaveOut(
    connection,
    known.filter((row) => row.state === "failed" && !planned.has(nameOf(row))),
  );
  // What this process could not send is left as it is.
  const chosen = known.filter(
    (row) => (planned.get(nameOf(row))?.state ?? "skipped") !== "skipped",
  );
  const undone = chosen.filter(({ state }) => state === "failed" || state === "skipped");
  const isDone = undone.length === 0 && of.added.length === 0;
  const again = (isDone ? chosen : undone).map(({ delivery_id }) => delivery_id);
  const { rows } = await connection.query(sqlFile("queries/notice/ask-again.sql"), [again]);
  const waiting = rows.map(({ delivery_id, round }) => ({ deliveryId: delivery_id, round }));
  if (waiting.length > 0) await requestSend(connection, waiting);
  return waiting;
}

/** A copy to somebody who is no recipient any more will never be sent; it is no failure either. */
async function leaveOut(connection: Connection, rows: readonly CopyRow[]): Promise<void> {
  const ids = rows.map(({ delivery_id }) => delivery_id);
  if (ids.length > 0) await connection.query(sqlFile("queries/notice/leave-out.sql"), [ids]);
}

function nameOf({ channel, recipient }: Pick<CopyRow, "channel" | "recipient">): string {
  return `${channel} ${recipient}`;
}
