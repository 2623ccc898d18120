import { type Database, withTransaction } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { streamRows } from "../platform/database/stream-rows.js";
import type { JobToAdd, Lane, Queue } from "../platform/queue/queue.js";
import type { OutboxMessage } from "./message.js";

/** Bounds memory and the length of a transaction; a batch of them is one command of the queue's. */
const batchSize = 500;

/** How messages become jobs. */
export interface Postman {
  /** The job that a message asks for. */
  readonly jobOf: (message: OutboxMessage) => JobToAdd;
  /** Where a message may be, once it is relayed: it is lost only if the queue knows none of these. */
  readonly placesOf: (message: Pick<OutboxMessage, "topic" | "key">) => {
    readonly lane: Lane;
    readonly keys: readonly string[];
  };
}

interface Row extends OutboxMessage {
  readonly outbox_id: string;
}

/**
 * Puts what waits into the queue, batch by batch, oldest first, until nothing waits or `signal` fires. Any
 * number of relays may work at once: each message is taken by one of them.
 *
 * A batch is marked after the queue has it. Whoever dies in between leaves messages that are relayed twice;
 * the queue knows the key, and who receives it does too.
 *
 * Shape:  how many were relayed.
 * Errors: those of the database and the queue; what was not relayed waits.
 */
export async function relayOutbox(
  database: Database,
  queue: Queue,
  { postman, signal }: { postman: Postman; signal?: AbortSignal },
): Promise<number> {
  let relayed = 0;
  let after = "0";
  for (;;) {
    if (signal?.aborted) return relayed;
    const ids = await relayBatch(database, queue, { postman, after });
    relayed += ids.length;
    if (ids.length < batchSize) return relayed;
    after = ids.at(-1) ?? after;
  }
}

/** Begins behind the batch before it: what that left in the index need not be passed over again. */
function relayBatch(
  database: Database,
  queue: Queue,
  { postman, after }: { postman: Postman; after: string },
): Promise<readonly string[]> {
  return withTransaction(database, async (connection) => {
    await connection.query(sqlFile("queries/outbox/read-in-order.sql"));
    const { rows } = await connection.query<Row>(sqlFile("queries/outbox/take-waiting.sql"), [
      after,
      batchSize,
    ]);
    if (rows.length === 0) return [];
    await queue.add(rows.map(postman.jobOf));
    const ids = rows.map((row) => row.outbox_id);
    await connection.query(sqlFile("queries/outbox/mark-relayed.sql"), [ids]);
    return ids;
  });
}

/**
 * Lets wait again what was relayed at least `afterSeconds` ago, is not done, and is nowhere in the queue:
 * Redis was flushed, replaced or restored.
 *
 * Shape: how many were lost.
 */
export async function findLost(
  database: Database,
  queue: Queue,
  {
    postman,
    afterSeconds,
    signal,
  }: { postman: Postman; afterSeconds: number; signal?: AbortSignal },
): Promise<number> {
  let lost = 0;
  let batch: Row[] = [];
  const look = async (): Promise<void> => {
    const ids = await unknownOf(queue, postman, batch);
    batch = [];
    if (ids.length === 0) return;
    const again = await database.pool.query(sqlFile("queries/outbox/relay-again.sql"), [ids]);
    lost += again.rowCount ?? 0;
  };
  const text = sqlFile("queries/outbox/list-relayed.sql");
  for await (const row of streamRows<Row>(database, text, [afterSeconds])) {
    if (signal?.aborted) return lost;
    batch.push(row);
    if (batch.length === batchSize) await look();
  }
  await look();
  return lost;
}

async function unknownOf(queue: Queue, postman: Postman, rows: readonly Row[]): Promise<string[]> {
  const placed = rows.map((row) => ({ id: row.outbox_id, ...postman.placesOf(row) }));
  const unknown: string[] = [];
  for (const lane of new Set(placed.map((place) => place.lane))) {
    const here = placed.filter((place) => place.lane === lane);
    const known = await queue.known(
      lane,
      here.flatMap((place) => place.keys),
    );
    for (const { id, keys } of here) if (!keys.some((key) => known.has(key))) unknown.push(id);
  }
  return unknown;
}
