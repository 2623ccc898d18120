import type { Database } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { streamRows } from "../platform/database/stream-rows.js";
import type { OutboxFailure, OutboxMessage } from "./message.js";

/** A message whose effect is not there yet. */
export interface OpenMessage extends OutboxMessage {
  readonly state: "waiting" | "relayed" | "failed";
  readonly createdAt: Date;
  /** How often it was relayed. */
  readonly attempts: number;
  readonly failure: OutboxFailure | null;
}

export interface OutboxCounts {
  readonly waiting: number;
  readonly relayed: number;
  readonly failed: number;
  /** How long the oldest has waited to be relayed. */
  readonly oldestSeconds: number;
}

/** Messages that are not done, oldest first, as they are read. */
export async function* listOpenMessages(
  database: Database,
  states: readonly OpenMessage["state"][],
): AsyncGenerator<OpenMessage> {
  interface Row extends OutboxMessage {
    readonly state: OpenMessage["state"];
    readonly created_at: string;
    readonly attempts: number;
    readonly failure: OutboxFailure | null;
  }
  const rows = streamRows<Row>(database, sqlFile("queries/outbox/list-open.sql"), [[...states]]);
  for await (const { created_at, ...row } of rows)
    yield { ...row, createdAt: new Date(created_at) };
}

export async function countMessages(database: Database): Promise<OutboxCounts> {
  const { rows } = await database.pool.query(sqlFile("queries/outbox/counts.sql"));
  const { waiting, relayed, failed, oldest_seconds } = rows[0];
  return {
    waiting: Number(waiting),
    relayed: Number(relayed),
    failed: Number(failed),
    oldestSeconds: Number(oldest_seconds),
  };
}

/** How many messages of a topic wait for a worker. */
export async function countWaiting(database: Database, topic: string): Promise<number> {
  const { rows } = await database.pool.query(sqlFile("queries/outbox/count-waiting.sql"), [topic]);
  return Number(rows[0].waiting);
}

/** Whether a message was given up. */
export async function isFailed(
  database: Database,
  { topic, key }: Pick<OutboxMessage, "topic" | "key">,
): Promise<boolean> {
  const { rows } = await database.pool.query(sqlFile("queries/outbox/state.sql"), [topic, key]);
  return rows[0]?.state === "failed";
}

/** How often a message was relayed; 0 where there is none. */
export async function countRelays(
  database: Database,
  { topic, key }: Pick<OutboxMessage, "topic" | "key">,
): Promise<number> {
  const { rows } = await database.pool.query(sqlFile("queries/outbox/relayed-times.sql"), [
    topic,
    key,
  ]);
  return rows[0]?.attempts ?? 0;
}

/** Lets a message that was given up wait for the relay again; false where it was not given up. */
export async function letWait(
  database: Database,
  { topic, key }: Pick<OutboxMessage, "topic" | "key">,
): Promise<boolean> {
  const { rowCount } = await database.pool.query(sqlFile("queries/outbox/let-wait.sql"), [
    topic,
    key,
  ]);
  return rowCount === 1;
}

const forgetBatch = 5_000;

/** Forgets messages that were done more than `days` days ago; how many. */
export async function forgetDone(database: Database, days: number): Promise<number> {
  for (let forgotten = 0; ; ) {
    const { rows } = await database.pool.query(sqlFile("queries/outbox/forget-done.sql"), [
      days,
      forgetBatch,
    ]);
    forgotten += rows.length;
    if (rows.length < forgetBatch) return forgotten;
  }
}
