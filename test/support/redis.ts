import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";

/**
 * Whether there is a Redis to test with. A user's machine need not have one: what needs it is skipped there, and
 * said so by the global set-up. With YUEJIE_TESTS_NEED_REDIS nothing is skipped: what is missing fails.
 */
export const redisIsHere: boolean =
  Boolean(process.env.TEST_REDIS_URL || process.env.YUEJIE_TESTS_NEED_REDIS) ||
  spawnSync("redis-server", ["--version"]).status === 0;

/** A Redis for a test file, and a prefix that nobody else has. */
export interface TestRedis {
  readonly url: string;
  readonly prefix: string;
  stop(): Promise<void>;
}

/** A redis-server that a test may flush, stop and start again; it forgets everything when it ends. */
export interface OwnRedis extends TestRedis {
  kill(): Promise<void>;
  start(): Promise<void>;
  flush(): Promise<void>;
}

/**
 * The server of `TEST_REDIS_URL`, else one of the test's own.
 *
 *   const redis = await testRedis();
 *   afterAll(() => redis.stop());
 */
export async function testRedis(): Promise<TestRedis> {
  const url = process.env.TEST_REDIS_URL;
  if (!url) return ownRedis();
  const prefix = newPrefix();
  const stop = async (): Promise<void> => {
    const client = new Redis(url);
    const keys = await client.keys(`${prefix}:*`);
    if (keys.length > 0) await client.del(...keys);
    client.disconnect();
  };
  return { url, prefix, stop };
}

export async function ownRedis(): Promise<OwnRedis> {
  const folder = mkdtempSync(join(tmpdir(), "yuejie-redis-"));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    const flags = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--dir", folder];
    server = spawn("redis-server", flags, { stdio: "ignore" });
    let failure: Error | null = null;
    server.once("error", (error) => {
      failure = error;
    });
    for (let attempt = 0; attempt < 100; attempt += 1) {
      if (failure !== null) throw new Error(missing, { cause: failure });
      if (await answers(url)) return;
      await sleep(50);
    }
    throw new Error(`redis-server did not answer at ${url}`);
  };
  const kill = async (): Promise<void> => {
    const dying = server;
    server = null;
    if (dying === null || dying.exitCode !== null) return;
    const gone = new Promise((resolve) => dying.once("exit", resolve));
    dying.kill("SIGKILL");
    await gone;
  };
  await start();
  return {
    url,
    prefix: newPrefix(),
    start,
    kill,
    flush: async () => {
      const client = new Redis(url);
      await client.flushall();
      client.disconnect();
    },
    stop: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const missing =
  "These tests need Redis: install redis-server (Debian: apt-get install redis-server) or set TEST_REDIS_URL.";

function newPrefix(): string {
  return `yj_test_${process.pid}_${randomBytes(4).toString("hex")}`;
}

async function answers(url: string): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.ping()) === "PONG";
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
