import pg from "pg";
import type { Connection, Database } from "./database.js";
import { sqlFile } from "./sql-file.js";

/** What the driver knows of a connection and its types do not tell. */
type Identified = Connection & { readonly processID: number | null };

/**
 * Makes an abort reach the server: sessions at work are ended there, so that a long statement stops and
 * rolls back at once instead of running on without anybody to commit it. Later work finds its
 * connection closed.
 */
export function endOnAbort(database: Database, signal: AbortSignal): void {
  const busy = new Set<Identified>();
  database.pool.on("acquire", (connection) => {
    busy.add(connection as Identified);
    if (signal.aborted) endHere(connection);
  });
  database.pool.on("release", (_error, connection) => busy.delete(connection as Identified));
  signal.addEventListener("abort", () => void endThere(database.url, [...busy]), { once: true });
}

async function endThere(url: string, connections: readonly Identified[]): Promise<void> {
  if (connections.length === 0) return;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const ids = connections.map((connection) => connection.processID);
    await client.query(sqlFile("queries/session/terminate.sql"), [ids]);
  } catch {
    // Out of reach or out of connections: closing our end makes the server roll back as well.
    for (const connection of connections) endHere(connection);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Closes our end, also in the middle of a query; the driver's promise of it may never be settled. */
function endHere(connection: Connection): void {
  void (connection as unknown as pg.Client).end().catch(() => undefined);
}
