/**
 * `npm run bench:workers [-- --orders N] [--notices N]`: the same month settled by one process, by one worker
 * and by two, and notices that are enqueued and relayed.
 *
 * DATABASE_URL names the server, REDIS_URL the Redis; databases and a key prefix of its own are made and dropped.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { Redis } from "ioredis";
import { postman } from "../jobs/all-jobs.js";
import { parseMonth } from "../src/domain/period.js";
import { writeNotice } from "../src/notices/write-notice.js";
import { writeOutbox } from "../src/outbox/message.js";
import { relayOutbox } from "../src/outbox/relay.js";
import { connect, type Database, withTransaction } from "../src/platform/database/database.js";
import { openQueue } from "../src/platform/queue/open-queue.js";
import { openRun } from "../src/settlement/open-run.js";
import { measureCommand, measureSeconds } from "./measure.js";

const { values } = parseArgs({
  options: {
    orders: { type: "string", default: "1000000" },
    notices: { type: "string", default: "100000" },
  },
});
const { DATABASE_URL: serverUrl, REDIS_URL: redisUrl } = process.env;
if (!serverUrl || !redisUrl) {
  console.error("Set DATABASE_URL to a Postgres server and REDIS_URL to a Redis.");
  process.exit(2);
}
const period = parseMonth("2026-10");
const now = new Date(period.end.getTime() + 50 * 3_600_000);
const folder = mkdtempSync(join(tmpdir(), "yuejie-bench-"));
const prefix = "yj_bench";
const table = new Table({
  head: ["step", "rows", "seconds", "rows/s", "ratio"],
  colAligns: ["left", "right", "right", "right", "left"],
});

function report(step: string, rows: number, seconds: number, ratio = ""): void {
  const rate = Math.round(rows / seconds).toLocaleString("en");
  table.push([step, rows.toLocaleString("en"), seconds.toFixed(1), rate, ratio]);
  console.error(`${step}: ${seconds.toFixed(1)} s ${ratio}`);
}

function urlOf(name: string): string {
  const url = new URL(serverUrl as string);
  url.pathname = `/${name}`;
  return url.href;
}

function environmentOf(name: string): Record<string, string> {
  return {
    DATABASE_URL: urlOf(name),
    REDIS_URL: redisUrl as string,
    YUEJIE_QUEUE_PREFIX: prefix,
    YUEJIE_HOME: join(folder, "home"),
    YUEJIE_CLOCK: now.toISOString(),
    YUEJIE_KEYS: `bench:${Buffer.alloc(32, 1).toString("base64")}`,
    YUEJIE_OPS_PORT: "off",
  };
}

/** The facts of a month, imported once; every way of settling gets a clone of them. */
async function makeFacts(server: Database): Promise<void> {
  await server.pool.query("drop database if exists yuejie_bench_facts");
  await server.pool.query("create database yuejie_bench_facts");
  const { REDIS_URL: _, ...alone } = environmentOf("yuejie_bench_facts");
  const data = join(folder, "data");
  const generate = ["generate", "--orders", values.orders, "--seed", "1", "--period", period.label];
  await measureCommand(["migrate"], alone);
  await measureCommand([...generate, "--out", data], alone);
  await measureCommand(["import", data, "--json"], alone);
}

async function withClone(
  server: Database,
  work: (environment: Record<string, string>, database: Database) => Promise<void>,
): Promise<void> {
  await server.pool.query("drop database if exists yuejie_bench with (force)");
  await server.pool.query("create database yuejie_bench template yuejie_bench_facts");
  await server.pool.query("checkpoint");
  const database = connect(urlOf("yuejie_bench"));
  try {
    await work(environmentOf("yuejie_bench"), database);
  } finally {
    await database.close();
    await server.pool.query("drop database yuejie_bench with (force)");
  }
}

async function startWorkers(
  count: number,
  environment: Record<string, string>,
): Promise<ChildProcess[]> {
  const workers = Array.from({ length: count }, () =>
    spawn(process.execPath, ["bin/yuejie.mjs", "worker"], {
      env: { ...process.env, ...environment, YUEJIE_CONCURRENCY: "1" },
      stdio: ["ignore", "ignore", "pipe"],
    }),
  );
  // A worker says that it started.
  await Promise.all(workers.map((worker) => once(worker.stderr as NodeJS.ReadableStream, "data")));
  return workers;
}

/** Seconds from the opening of a run to its end, settled by workers that are there already. */
async function settleByWorkers(
  count: number,
  environment: Record<string, string>,
  database: Database,
): Promise<number> {
  const workers = await startWorkers(count, environment);
  try {
    const started = performance.now();
    const { runId } = await withTransaction(database, async (connection) => {
      const opened = await openRun(connection, {
        period: period.label,
        actor: "bench",
        now,
        serviceFeeRates: { general: "0.06", small_scale: "0.01" },
        mode: "queue",
      });
      const { runId } = opened;
      await writeOutbox(connection, { topic: "settle-period", key: runId, payload: { runId } });
      return opened;
    });
    for (;;) {
      const { rows } = await database.pool.query("select state from run where run_id = $1", [
        runId,
      ]);
      if (rows[0].state === "completed") return (performance.now() - started) / 1000;
      if (rows[0].state !== "running") throw new Error(`the run ended ${rows[0].state}`);
      await sleep(50);
    }
  } finally {
    for (const worker of workers) worker.kill("SIGTERM");
    await Promise.all(workers.map((worker) => worker.exitCode ?? once(worker, "exit")));
  }
}

async function benchWorkers(server: Database): Promise<void> {
  await makeFacts(server);
  const orders = Number(values.orders);
  const run = ["run", "--period", period.label, "--as", "bench", "--json"];
  let alone = 0;
  await withClone(server, async (environment) => {
    const { REDIS_URL: _, ...local } = environment;
    alone = (await measureCommand([...run, "--parallel", "1"], local)).seconds;
    report("run in one process, one shard at a time", orders, alone);
  });
  await withClone(server, async (environment) => {
    const { REDIS_URL: _, ...local } = environment;
    report("run in one process", orders, (await measureCommand(run, local)).seconds);
  });
  await withClone(server, async (environment) => {
    const { seconds } = await measureCommand([...run, "--parallel", "1"], environment);
    const ratio = `${(seconds / alone).toFixed(2)} × the same in one process`;
    report("run through Redis, one shard at a time", orders, seconds, ratio);
  });
  let oneWorker = 0;
  for (const count of [1, 2]) {
    await withClone(server, async (environment, database) => {
      const seconds = await settleByWorkers(count, environment, database);
      const ratio =
        count === 1
          ? `${(seconds / alone).toFixed(2)} × one process, one shard at a time`
          : `${(oneWorker / seconds).toFixed(2)} × the speed of one worker`;
      if (count === 1) oneWorker = seconds;
      report(
        `flow through Redis, ${count} worker${count === 1 ? "" : "s"}`,
        orders,
        seconds,
        ratio,
      );
    });
  }
}

/** Notices written in transactions of a hundred, then relayed into Redis. */
async function benchNotices(server: Database): Promise<void> {
  const count = Number(values.notices);
  await withClone(server, async (_, database) => {
    const enqueue = await measureSeconds(async () => {
      for (let first = 0; first < count; first += 100) {
        await withTransaction(database, async (connection) => {
          for (let index = first; index < Math.min(first + 100, count); index += 1) {
            const about = `bench-${index}`;
            const details = { period: period.label };
            const notice = { kind: "facts_missing", about, at: now, details } as never;
            await writeNotice(connection, notice, writeOutbox);
          }
        });
      }
    });
    report("notices enqueued", count, enqueue);
    const place = { redisUrl: redisUrl as string, databaseUrl: urlOf("yuejie_bench"), prefix };
    const queue = await openQueue(place, "gives up");
    const relay = await measureSeconds(() => relayOutbox(database, queue, { postman }));
    report("notices relayed to Redis", count, relay);
    await queue.close();
  });
  const mib = Math.round(process.resourceUsage().maxRSS / 1024);
  console.error(`memory of this process at most: ${mib} MiB`);
  table.push(["memory of the process that enqueues and relays", "", "", "", `${mib} MiB`]);
}

async function forgetQueue(): Promise<void> {
  const redis = new Redis(redisUrl as string);
  for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1_000 })) {
    if (keys.length > 0) await redis.unlink(...keys);
  }
  redis.disconnect();
}

const server = connect(serverUrl);
try {
  await forgetQueue();
  await benchWorkers(server);
  await benchNotices(server);
  console.log(table.toString());
} finally {
  await server.pool.query("drop database if exists yuejie_bench with (force)");
  await server.pool.query("drop database if exists yuejie_bench_facts with (force)");
  await server.close();
  await forgetQueue();
  rmSync(folder, { recursive: true, force: true });
}
