import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { openQueue } from "../../src/platform/queue/open-queue.js";
import type { Queue } from "../../src/platform/queue/queue.js";
import {
  mortalQueueHome,
  openTestQueue,
  type QueueHome,
  queueHome,
  queueKinds,
} from "../support/queue.js";
import { handler, job, startTestWork, until } from "../support/queue-work.js";
import { freePort, redisIsHere } from "../support/redis.js";
import { repositoryFolder } from "../support/repository-files.js";

/** A worker in a process of its own that holds what it gets; resolves once it holds something. */
async function workerThatHolds(home: QueueHome, lockMs: number): Promise<{ kill(): void }> {
  const script = join(repositoryFolder, "test/support/queue-worker.ts");
  const args = ["--import", "tsx", script, JSON.stringify(home.place), String(lockMs)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  return { kill: () => void child.kill("SIGKILL") };
}

async function endSessions(home: QueueHome): Promise<void> {
  const client = new pg.Client({ connectionString: home.place.databaseUrl });
  await client.connect();
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  await client.end();
}

/** Work that has a job of so many milliseconds in hand, and takes another kind after it. */
async function beginShard(queue: Queue, tookMs: number) {
  let going = false;
  const handlers = {
    shard: handler(async () => {
      going = true;
      await sleep(tookMs);
    }),
    next: handler(async () => undefined),
  };
  const work = await startTestWork(queue, handlers, { lockMs: 1_000 });
  await queue.add([job("shard:1")]);
  await until("it is begun", () => going);
  return work;
}

describe.each(queueKinds)("the queue on %s, in trouble", (kind) => {
  it("gives the job of a killed worker to another", async () => {
    const home = await queueHome(kind);
    const queue = await openTestQueue(home);
    await queue.add([job("hold:1", { attempts: 1 })]);
    const doomed = await workerThatHolds(home, 1_000);
    doomed.kill();
    const work = await startTestWork(
      queue,
      { hold: handler(async () => undefined) },
      { lockMs: 1_000 },
    );
    await until("the other does it", () => work.told.includes("completed hold:1"));
    expect(work.told).toEqual(["stalled hold:1", "started hold:1", "completed hold:1"]);
    await work.stop(1_000);
    await queue.close();
    await home.close();
  });
});

describe.skipIf(!redisIsHere)("the queue on redis, in trouble", () => {
  it("goes on when Redis is back, and does not know what was flushed", async () => {
    const home = await mortalQueueHome();
    const queue = await openTestQueue(home);
    const work = await beginShard(queue, 1_000);
    await home.redis.kill();
    await sleep(1_500);
    await home.redis.start();
    expect(await queue.known("settlement", ["shard:1"])).toEqual(new Set());
    await queue.add([job("next:1")]);
    await until("what came later is done", () => work.told.includes("completed next:1"));
    expect(work.told).toContain("completed shard:1");
    await home.redis.flush();
    await queue.add([job("next:2")]);
    await until("what came after a flush is done", () => work.told.includes("completed next:2"));
    await work.stop(1_000);
    await queue.close();
    await home.close();
  });

  it("stops, and closes, while Redis is away", async () => {
    const home = await mortalQueueHome();
    const queue = await openTestQueue(home);
    let going = false;
    const work = await startTestWork(queue, {
      shard: handler(async ({ signal }) => {
        going = true;
        await sleep(60_000, undefined, { signal, ref: false });
      }),
    });
    await queue.add([job("shard:1")]);
    await until("it is begun", () => going);
    await home.redis.kill();
    const begun = Date.now();
    await work.stop(100);
    await queue.close();
    expect(Date.now() - begun).toBeLessThan(12_000);
    expect(work.told).toEqual(["started shard:1", "given back shard:1"]);
    await home.close();
  });

  it("says so where there is no Redis", async () => {
    const place = {
      redisUrl: `redis://:secret@127.0.0.1:${await freePort()}/3`,
      databaseUrl: "postgres://nobody@127.0.0.1:1/none",
      prefix: "yj_test",
    };
    await expect(openQueue(place, "gives up")).rejects.toMatchObject({
      code: "queue_unreachable",
      details: { where: place.redisUrl.replace("redis://:secret@", "") },
    });
    await expect(openQueue(place, "waits")).rejects.toMatchObject({ code: "queue_unreachable" });
  });

  it("gives a person's command up where Redis goes away", async () => {
    const home = await mortalQueueHome();
    const queue = await openQueue(home.place, "gives up");
    await home.redis.kill();
    await expect(queue.counts()).rejects.toMatchObject({ code: "queue_unreachable" });
    await queue.close();
    await home.close();
  });
});

describe("the queue on postgres, in trouble", () => {
  it("goes on when its sessions were ended", async () => {
    const home = await queueHome("postgres");
    const queue = await openTestQueue(home);
    const work = await beginShard(queue, 500);
    await endSessions(home);
    await until("it is done", () => work.told.includes("completed shard:1"));
    await sleep(200);
    await endSessions(home);
    await until("a job can be added", () =>
      queue.add([job("next:1")]).then(
        () => true,
        () => false,
      ),
    );
    await until("what came later is done", () => work.told.includes("completed next:1"));
    await until("nothing is left", async () => (await queue.counts()).settlement.active === 0);
    await work.stop(1_000);
    await queue.close();
    await home.close();
  });

  it("says so where its tables were not made, or its server is away", async () => {
    const home = await queueHome("redis");
    const place = { ...home.place, redisUrl: null };
    await expect(openQueue(place, "waits")).rejects.toMatchObject({ code: "queue_schema_missing" });
    const away = { ...place, databaseUrl: `postgres://nobody@127.0.0.1:${await freePort()}/none` };
    await expect(openQueue(away, "waits")).rejects.toMatchObject({ code: "database_unreachable" });
    await home.close();
  });
});
