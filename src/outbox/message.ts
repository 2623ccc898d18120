import type { ErrorDetails } from "../domain/errors.js";
import type { Connection, Queryable } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";

/** Something that is to happen because a transaction commits, and only then. */
export interface OutboxMessage {
  /** What is to happen; the name of the job that does it. */
  readonly topic: string;
  /** Tells it from every other of its topic, so that whoever receives it knows a second copy. */
  readonly key: string;
  /** Anything JSON can say. */
  readonly payload: unknown;
}

/** Why a message was given up. */
export interface OutboxFailure {
  readonly code: string;
  readonly details: ErrorDetails;
  readonly message: string;
}

/**
 * Writes messages in the transaction that causes them; a key that is there already is left as it is.
 * It is the only door out: nothing that others see happens inside a transaction.
 *
 * Shape: how many of them are new.
 */
export async function writeOutbox(
  connection: Connection,
  ...messages: readonly OutboxMessage[]
): Promise<number> {
  const { rows } = await connection.query(sqlFile("queries/outbox/write.sql"), [
    JSON.stringify(messages),
  ]);
  return rows.length;
}

/** The effect of a message is there: in its transaction, or after it. */
export async function markDone(
  queryable: Queryable,
  { topic, key }: Pick<OutboxMessage, "topic" | "key">,
): Promise<void> {
  await queryable.query(sqlFile("queries/outbox/mark-done.sql"), [topic, key]);
}

/** A message was given up; it is shown until somebody asks for it again. */
export async function markFailed(
  queryable: Queryable,
  { topic, key }: Pick<OutboxMessage, "topic" | "key">,
  failure: OutboxFailure,
): Promise<void> {
  await queryable.query(sqlFile("queries/outbox/mark-failed.sql"), [topic, key, failure]);
}
