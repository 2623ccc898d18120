import pg from "pg";

/** A pool on the project's Postgres, whichever way it was reached. */
export interface Database {
  readonly pool: pg.Pool;
  readonly url: string;
  close(): Promise<void>;
}

export type Connection = pg.PoolClient;
/** What can run a query: the pool for single reads, a connection inside a transaction. */
export type Queryable = Pick<pg.Pool, "query">;

const textTypes = new Set([
  pg.types.builtins.DATE,
  pg.types.builtins.NUMERIC,
  pg.types.builtins.INT8,
  pg.types.builtins.TIMESTAMP,
  pg.types.builtins.TIMESTAMPTZ,
]);

/** Money, counts, days and instants stay the text Postgres wrote; binary floats never touch them. */
const types = {
  getTypeParser(oid: number, format?: "text" | "binary"): unknown {
    if (textTypes.has(oid)) return (value: string) => value;
    return pg.types.getTypeParser(oid, format as "text");
  },
} as unknown as pg.CustomTypesConfig;

/**
 * Opens a pool; the first query connects.
 *
 * @param name shown to other sessions as the holder of a lock (R-R2), at most 63 bytes.
 */
export function connect(url: string, name = "yuejie"): Database {
  const pool = new pg.Pool({
    connectionString: url,
    // Opened when they are needed: a run takes one a shard that it settles at once.
    max: 20,
    types,
    application_name: name,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 10_000,
    // A machine that is gone without a word lets go of its locks within a minute, not in two hours.
    options:
      "-c timezone=Asia/Shanghai -c client_min_messages=warning -c tcp_keepalives_idle=30 " +
      "-c tcp_keepalives_interval=10 -c tcp_keepalives_count=3",
  });
  // A server that goes away kills idle connections too; the next query reports it, this must not crash.
  pool.on("error", () => undefined);
  return { pool, url, close: () => pool.end() };
}

/** Runs `work` in one transaction on one connection; any error rolls back and is thrown on. */
export async function withTransaction<T>(
  database: Database,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await database.pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  connection.on("error", onError);
  try {
    await connection.query("begin");
    const result = await work(connection);
    await connection.query("commit");
    return result;
  } catch (error) {
    await connection.query("rollback").catch((e: Error) => {
      broken = e;
    });
    throw error;
  } finally {
    connection.off("error", onError);
    connection.release(broken ?? false);
  }
}
