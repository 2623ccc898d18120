import { toIsoInstant } from "../domain/instant.js";
import type { NoticeKind } from "../domain/notice.js";
import { type Connection, type Database, withTransaction } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import type { PlannedCopy } from "./copy.js";
import { deliverNotice } from "./deliver-notice.js";
import { leavesSomebodyUntold, type PlanOptions, planCopies } from "./plan-copies.js";
import type { NoticeMessage } from "./write-notice.js";

/** A copy that is to be sent. The round fences: somebody may have asked for it again since. */
export interface CopyToSend {
  readonly deliveryId: string;
  readonly round: number;
}

/** Asks for copies to be sent, in the transaction that plans them. */
export type RequestSend = (connection: Connection, copies: readonly CopyToSend[]) => Promise<void>;

export interface ResolveOptions extends PlanOptions {
  /** Where notices are kept that somebody cannot be told of otherwise. */
  readonly folder: string;
  readonly requestSend: RequestSend;
}

/**
 * Finds who is told of a notice, once, and asks for a copy to each of them. A second delivery finds the notice
 * there: it asks for nothing, and writes the same file again, if there is one.
 *
 * Shape:  the path of the file; null: everybody is sent a copy.
 * Errors: those of the file system, where a file is to be written.
 * Source: R-W6, R-W8.
 */
export async function resolveNotice(
  database: Database,
  message: NoticeMessage,
  options: ResolveOptions,
): Promise<{ path: string | null }> {
  const { key, kind, to, locale, at, details } = message;
  const copies = await planCopies(database.pool, message, options);
  await withTransaction(database, async (connection) => {
    const { rows } = await connection.query(sqlFile("queries/notice/add.sql"), [
      ...[key, kind, to, locale, at, JSON.stringify(details)],
      leavesSomebodyUntold(copies),
    ]);
    if (rows.length > 0) await addCopies(connection, { key, copies }, options.requestSend);
  });
  const { isKept, kept } = await readKept(database, key);
  if (!isKept) return { path: null };
  return deliverNotice(message, { folder: options.folder, copies: kept });
}

/** Adds what of a plan is not there yet, and asks for what waits. Shape: what was asked for. */
export async function addCopies(
  connection: Connection,
  { key, copies }: { key: string; copies: readonly PlannedCopy[] },
  requestSend: RequestSend,
): Promise<readonly CopyToSend[]> {
  const named = copies.map((copy) => ({
    ...copy,
    reasonDetails: copy.reason === null ? null : { ...copy.reasonDetails, key },
  }));
  const { rows } = await connection.query(sqlFile("queries/notice/add-deliveries.sql"), [
    key,
    JSON.stringify(named),
  ]);
  const waiting = rows.map(({ delivery_id, round }) => ({ deliveryId: delivery_id, round }));
  if (waiting.length > 0) await requestSend(connection, waiting);
  return waiting;
}

/** A notice as it was told, from its record. */
export function noticeOf(row: {
  notice_key: string;
  kind: string;
  addressee: string;
  locale: string;
  happened_at: string;
  details: unknown;
}): NoticeMessage {
  return {
    key: row.notice_key,
    kind: row.kind as NoticeKind,
    to: row.addressee,
    locale: row.locale as NoticeMessage["locale"],
    at: toIsoInstant(row.happened_at) ?? "",
    details: row.details as NoticeMessage["details"],
  };
}

/** As the first delivery found it, so that every other writes the same. */
async function readKept(database: Database, key: string) {
  const { rows } = await database.pool.query(sqlFile("queries/notice/copies-of.sql"), [key]);
  const found = await database.pool.query(sqlFile("queries/notice/is-kept.sql"), [key]);
  const kept = rows.map(({ channel, recipient, address_masked }) => ({
    channel: channel as PlannedCopy["channel"],
    recipient: recipient as string,
    address: address_masked as string,
  }));
  return { isKept: found.rows[0]?.is_kept_as_file === true, kept };
}
