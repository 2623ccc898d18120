import {
  type ErrorCode,
  type ErrorDetails,
  errorCatalogue,
  type Language,
  renderError,
} from "../domain/errors.js";
import { toIsoInstant } from "../domain/instant.js";
import type { Database } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { streamRows } from "../platform/database/stream-rows.js";
import { type Channel, type CopyState, nameOfRecipient } from "./copy.js";

/** Which copies are listed; what is not said does not matter. */
export interface CopyFilter {
  readonly failed?: boolean;
  /** The label on statements, or the month of a run. */
  readonly period?: string | undefined;
  readonly statementNo?: string | undefined;
  readonly settleeNo?: string | undefined;
}

/** How far a copy of a notice has come. */
export interface CopyRow {
  /** Names the notice, for `--resend`. */
  readonly key: string;
  readonly kind: string;
  readonly channel: Channel;
  /** A settlee's number, a user's name, or `staff`. */
  readonly recipient: string;
  /** Masked. */
  readonly address: string;
  readonly statementNo: string | null;
  readonly period: string | null;
  readonly state: CopyState;
  readonly attempts: number;
  readonly messageId: string | null;
  /** Why it was not sent, or not yet. */
  readonly code: string | null;
  /** By the clock of the business. */
  readonly at: string;
  /** By the real clock. */
  readonly sentAt: string | null;
  /** The sentence of the code. */
  readonly messageIn: (language: Language) => string | null;
}

/** Copies of notices, oldest first, as they are read. */
export async function* listCopies(
  database: Database,
  { failed = false, period, statementNo, settleeNo }: CopyFilter,
): AsyncGenerator<CopyRow> {
  const rows = streamRows<Row>(database, sqlFile("queries/notice/list.sql"), [
    ...[failed, period ?? null, statementNo ?? null, settleeNo ?? null],
  ]);
  for await (const row of rows) {
    yield {
      key: row.notice_key,
      kind: row.kind,
      channel: row.channel,
      recipient: nameOfRecipient(row.recipient),
      address: row.address_masked,
      statementNo: row.statement_no,
      period: row.period,
      state: row.state,
      attempts: row.attempts,
      messageId: row.message_id,
      code: row.reason,
      at: toIsoInstant(row.happened_at) ?? "",
      sentAt: toIsoInstant(row.sent_at),
      messageIn: (language) => sentenceOf(row.reason, row.reason_details ?? {}, language),
    };
  }
}

interface Row {
  readonly notice_key: string;
  readonly kind: string;
  readonly channel: Channel;
  readonly recipient: string;
  readonly address_masked: string;
  readonly statement_no: string | null;
  readonly period: string | null;
  readonly state: CopyState;
  readonly attempts: number;
  readonly message_id: string | null;
  readonly reason: string | null;
  readonly reason_details: ErrorDetails | null;
  readonly happened_at: string;
  readonly sent_at: string | null;
}

/** How many copies wait, and how many have failed. */
export async function countCopies(
  database: Database,
): Promise<{ readonly waiting: number; readonly failed: number }> {
  const { rows } = await database.pool.query(sqlFile("queries/notice/counts.sql"));
  return { waiting: Number(rows[0].waiting), failed: Number(rows[0].failed) };
}

/** A newer version may have written a code that this one does not know. */
function sentenceOf(code: string | null, details: ErrorDetails, language: Language): string | null {
  if (code === null) return null;
  return code in errorCatalogue ? renderError(code as ErrorCode, details, language) : code;
}
