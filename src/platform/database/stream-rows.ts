import QueryStream from "pg-query-stream";
import type { Connection, Database } from "./database.js";

/**
 * Rows fetched from the server at a time: enough to hide the round trip; few enough to be gone again
 * before the garbage collector takes them for lasting ones, which at a thousand cost 60 MiB.
 */
const batchRows = 100;

/** The cursor inside a QueryStream. Read directly: as a stream it never ends when the server goes away. */
interface Cursor {
  read(rows: number): Promise<unknown[]>;
  close(): Promise<void>;
}

/**
 * Reads the rows of a query one by one, through a cursor: memory stays that of two batches, however many
 * rows there are, because the server makes the next batch while this one is used, and no further one.
 *
 * Given a connection (inside a transaction, for instance) it reads there, and the connection can run
 * nothing else until the rows are used up or left; given the database it takes a connection of its
 * own and returns it at the end, on an error and where the reader stops early.
 */
export function streamRows<Row>(
  source: Database | Connection,
  sqlText: string,
  parameters: readonly unknown[] = [],
): AsyncGenerator<Row, void, undefined> {
  return "pool" in source
    ? readApart<Row>(source, sqlText, parameters)
    : readCursor<Row>(source, sqlText, parameters);
}

async function* readApart<Row>(
  database: Database,
  sqlText: string,
  parameters: readonly unknown[],
): AsyncGenerator<Row, void, undefined> {
  const connection = await database.pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  connection.on("error", onError);
  try {
    yield* readCursor<Row>(connection, sqlText, parameters);
  } catch (error) {
    // After a failed read the connection may be dying without having said so; it is not used again.
    broken ??= error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    connection.off("error", onError);
    connection.release(broken ?? false);
  }
}

async function* readCursor<Row>(
  connection: Connection,
  sqlText: string,
  parameters: readonly unknown[],
): AsyncGenerator<Row, void, undefined> {
  const query = connection.query(new QueryStream(sqlText, [...parameters]));
  const cursor: Cursor = query.cursor;
  // A cursor may wait for ever for a server that went away; the end of the connection is what is told.
  let abandon: (error: Error) => void = () => undefined;
  const onEnd = (): void => abandon(new Error("Connection terminated while rows were read"));
  // No Promise.race with one lasting promise: it would keep the rows of every batch.
  const unlessEnded = <T>(work: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      abandon = reject;
      work.then(resolve, reject);
    });
  const readBatch = (): Promise<unknown[]> => {
    const batch = unlessEnded(cursor.read(batchRows));
    // A failure is thrown where the batch is wanted; until then nobody hears of it.
    batch.catch(() => undefined);
    return batch;
  };
  connection.once("end", onEnd);
  let next: Promise<unknown[]> | null = readBatch();
  try {
    while (next !== null) {
      const rows: unknown[] = await next;
      next = rows.length === batchRows ? readBatch() : null;
      for (const row of rows) yield row as Row;
    }
  } finally {
    if (next !== null) {
      await next;
      await unlessEnded(cursor.close());
    }
    connection.off("end", onEnd);
  }
}
