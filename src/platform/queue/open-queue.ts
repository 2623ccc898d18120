import type { Patience } from "./backend.js";
import { bullQueue } from "./bull-queue.js";
import type { Queue } from "./queue.js";

export interface QueuePlace {
  /** Null: the queue lives in the books' database. */
  readonly redisUrl: string | null;
  readonly databaseUrl: string;
  /** Keeps several installations on one Redis, or one database, apart. */
  readonly prefix: string;
}

/**
 * Opens the queue, wherever it is; everything above sees the same.
 *
 * A queue that `waits` outlives the absence of its server: it tells `onTrouble` and goes on when the
 * server is back. One that `gives up` throws instead.
 *
 * Errors: queue_unreachable, database_*, queue_schema_missing where it cannot be opened now.
 */
export async function openQueue(
  { redisUrl, databaseUrl, prefix }: QueuePlace,
  patience: Patience,
  onTrouble: (error: Error) => void = () => undefined,
): Promise<Queue> {
  if (redisUrl !== null) {
    const { openRedisBackend } = await import("./redis-backend.js");
    return bullQueue(await openRedisBackend({ redisUrl, prefix, patience, onTrouble }));
  }
  const { openPostgresBackend } = await import("./postgres-backend.js");
  return bullQueue(await openPostgresBackend({ databaseUrl, prefix, onTrouble }));
}
