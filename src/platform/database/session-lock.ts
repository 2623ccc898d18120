import type { Connection, Database } from "./database.js";
import { sqlFile } from "./sql-file.js";

/**
 * Runs `work` under a lock that lives as long as the connection it is given: where the process, its
 * machine or the connection dies, the server lets go of it, and no lease has to run out. Never waits.
 *
 * @param lock a number of the kind of work (unlike those of R-R2) and one of the piece of work.
 * @returns what `work` does; null, without calling it, where somebody else holds the lock.
 */
export async function withSessionLock<T>(
  database: Database,
  lock: { readonly space: number; readonly key: string },
  work: (connection: Connection) => Promise<T>,
): Promise<T | null> {
  const connection = await database.pool.connect();
  // Unheard, the error of a connection that dies between two queries would end the process.
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  connection.on("error", onError);
  const parameters = [lock.space, lock.key];
  try {
    const { rows } = await connection.query(sqlFile("queries/lock/try-session.sql"), parameters);
    if (!rows[0].locked) return null;
    const result = await work(connection);
    await connection.query(sqlFile("queries/lock/release-session.sql"), parameters);
    return result;
  } catch (error) {
    // Closing the connection lets go of the lock, whatever state the failure left it in.
    broken ??= error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    connection.off("error", onError);
    connection.release(broken ?? false);
  }
}

/** Runs `work` in one transaction on a connection that is held already; any error rolls back. */
export async function inTransaction<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  await connection.query("begin");
  try {
    const result = await work();
    await connection.query("commit");
    return result;
  } catch (error) {
    // A connection that is gone has rolled back by going; the first error is the one to tell.
    await connection.query("rollback").catch(() => undefined);
    throw error;
  }
}
