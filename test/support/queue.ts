import { migrateQueue } from "../../src/platform/queue/migrate-queue.js";
import { openQueue, type QueuePlace } from "../../src/platform/queue/open-queue.js";
import type { Queue } from "../../src/platform/queue/queue.js";
import { type TestDatabase, testDatabase } from "./database.js";
import { type OwnRedis, ownRedis, redisIsHere, type TestRedis, testRedis } from "./redis.js";

/** Where a queue of a test's own lives. */
export interface QueueHome {
  readonly place: QueuePlace;
  readonly database: TestDatabase;
  close(): Promise<void>;
}

export type QueueKind = "redis" | "postgres";
export const queueKinds: readonly QueueKind[] = redisIsHere ? ["redis", "postgres"] : ["postgres"];

/** A database of the test's own, and the queue on it, or on Redis. */
export async function queueHome(kind: QueueKind): Promise<QueueHome> {
  const database = await testDatabase();
  const redis: TestRedis | null = kind === "redis" ? await testRedis() : null;
  const place = {
    redisUrl: redis?.url ?? null,
    databaseUrl: database.url,
    prefix: redis?.prefix ?? "yj_test",
  };
  if (kind === "postgres") await migrateQueue(database, place.prefix);
  const close = async (): Promise<void> => {
    await redis?.stop();
    await database.drop();
  };
  return { place, database, close };
}

/** On a Redis that the test may kill and flush. */
export async function mortalQueueHome(): Promise<QueueHome & { redis: OwnRedis }> {
  const [database, redis] = await Promise.all([testDatabase(), ownRedis()]);
  const place = { redisUrl: redis.url, databaseUrl: database.url, prefix: redis.prefix };
  const close = async (): Promise<void> => {
    await redis.stop();
    await database.drop();
  };
  return { place, database, redis, close };
}

export function openTestQueue(home: QueueHome): Promise<Queue> {
  return openQueue(home.place, "waits");
}
