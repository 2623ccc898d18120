import { Queue as BullQueue, FlowProducer } from "bullmq";
import { Redis, type RedisOptions } from "ioredis";
import { YuejieError } from "../../domain/errors.js";
import { type Backend, heedErrors, type Patience } from "./backend.js";
import { PatientWorker } from "./patient-worker.js";

/** Never long, since what waits for Redis is a worker's whole work; never all at the same instant. */
function reconnectAfterMs(times: number): number {
  return Math.min(100 * 2 ** Math.min(times, 5), 2_000) * (0.5 + Math.random());
}

const connectTimeoutMs = 5_000;

/**
 * BullMQ on Redis.
 *
 * Errors: queue_unreachable where Redis does not answer now.
 */
export async function openRedisBackend(options: {
  redisUrl: string;
  prefix: string;
  patience: Patience;
  onTrouble: (error: Error) => void;
}): Promise<Backend> {
  const { redisUrl, prefix, patience, onTrouble } = options;
  const where = placeOf(redisUrl);
  const shared = new Redis(redisUrl, {
    ...clientOptions,
    // Commands of a worker wait for Redis; those of a person are given up.
    maxRetriesPerRequest: patience === "waits" ? null : 1,
  });
  heedErrors(shared, onTrouble);
  await answer(shared).catch((error: Error) => {
    shared.disconnect();
    throw unreachable(error, where);
  });
  const base = { connection: shared, prefix };
  return {
    kind: "redis",
    openLane: (lane) => heedErrors(new BullQueue(lane, base), onTrouble),
    openFlows: () => heedErrors(new FlowProducer(base), onTrouble),
    openWorker: (lane, processor, settings) => {
      const connection = { ...clientOptions, url: redisUrl, maxRetriesPerRequest: null };
      return new PatientWorker(lane, processor, { ...settings, connection, prefix });
    },
    knownIds: async (lane, ids) => {
      const pipeline = shared.pipeline();
      for (const id of ids) pipeline.exists(lane.toKey(id));
      const answers = (await pipeline.exec()) ?? [];
      return ids.filter((_, index) => {
        const [error, count] = answers[index] ?? [new Error("no answer"), 0];
        if (error !== null) throw error;
        return count === 1;
      });
    },
    explain: (error) => (isAway(error) ? unreachable(error, where) : null),
    close: async () => shared.disconnect(),
  };
}

const clientOptions = {
  connectTimeout: connectTimeoutMs,
  retryStrategy: reconnectAfterMs,
  keepAlive: 10_000,
} satisfies RedisOptions;

/** Redis answers, or says why not; a connection that is refused is tried again only later. */
async function answer(client: Redis): Promise<void> {
  const failed = new Promise<never>((_, reject) => {
    client.once("error", reject);
    const timer = setTimeout(() => reject(new Error("no answer")), connectTimeoutMs);
    timer.unref();
  });
  await Promise.race([client.ping(), failed]);
}

/** ioredis names its errors and gives few of them codes. */
function isAway(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return (
    /^E(CONN|HOST|NET|TIMEDOUT|PIPE|AI_AGAIN|NOTFOUND)/.test(code) ||
    error.name === "MaxRetriesPerRequestError" ||
    /^(Connection is closed|connection timeout|LOADING|READONLY|Stream isn't writeable)/.test(
      error.message,
    )
  );
}

function unreachable(error: Error, where: string): YuejieError {
  return new YuejieError(
    "queue_unreachable",
    { where, reason: error.message || error.name },
    error,
  );
}

/** An address without user and password, for messages. */
function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname || "localhost"}:${port || "6379"}${pathname === "/" ? "" : pathname}`;
}
