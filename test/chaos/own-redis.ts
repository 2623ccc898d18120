import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { freePort } from "../support/redis.js";
import type { Place } from "./place.js";

/** A redis-server that chaos may end, freeze and flush as it likes; it always comes back at the same address. */
export interface OwnRedis {
  readonly url: string;
  start(): Promise<void>;
  /** Ends it at once. */
  kill(): Promise<void>;
  /** Whatever it held is gone, also after the next start; only while it does not run. */
  forget(): void;
  flush(): Promise<void>;
  /** It holds its connections and says nothing. */
  freeze(): void;
  thaw(): void;
  /** Takes the locks away by which workers hold their jobs, so that the jobs are delivered again; how many. */
  dropLocks(): Promise<number>;
}

export async function ownRedis(place: Place): Promise<OwnRedis> {
  const folder = join(place.folder, "redis");
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server: ChildProcess | null = null;

  const start = async (): Promise<void> => {
    mkdirSync(folder, { recursive: true });
    const keeping = ["--save", "", "--appendonly", "yes", "--appendfsync", "always"];
    const flags = ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", folder, ...keeping];
    server = spawn("redis-server", flags, { detached: true, stdio: "ignore" });
    let failure: Error | null = null;
    server.once("error", (error) => {
      failure = error;
    });
    if (server.pid !== undefined) place.note(server.pid);
    for (let attempt = 0; attempt < 400; attempt += 1) {
      if (failure !== null) throw new Error("Chaos needs redis-server.", { cause: failure });
      const answer = await asking(url, (client) => client.ping()).catch(() => null);
      if (answer === "PONG") return;
      await sleep(25);
    }
    throw new Error(`redis-server did not answer at ${url}`);
  };
  const kill = async (): Promise<void> => {
    if (server === null) return;
    const ended = once(server, "exit");
    server.kill("SIGKILL");
    await ended;
    server = null;
  };
  await start();
  return {
    url,
    start: async () => {
      if (server === null) await start();
    },
    kill,
    forget: () => rmSync(folder, { recursive: true, force: true }),
    flush: () => asking(url, (client) => client.flushall()).then(() => undefined),
    freeze: () => void server?.kill("SIGSTOP"),
    thaw: () => void server?.kill("SIGCONT"),
    dropLocks: () =>
      asking(url, async (client) => {
        const locks = await client.keys("*:lock");
        return locks.length === 0 ? 0 : client.del(...locks);
      }),
  };
}

async function asking<T>(url: string, ask: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await ask(client);
  } finally {
    client.disconnect();
  }
}
