import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startYuejie, yuejie } from "../support/command-line.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { until } from "../support/queue-work.js";
import { type OwnRedis, ownRedis, redisIsHere } from "../support/redis.js";

type Yuejie = ReturnType<typeof startYuejie>;

/** Long enough to be killed in the middle of. */
const orders = 12_000;

const home = mkdtempSync(join(tmpdir(), "yuejie-unattended-"));
/** Null on a machine without Redis: the queue is in Postgres then. */
let redis: OwnRedis | null;
let database: TestDatabase;
let environment: Record<string, string>;

beforeAll(async () => {
  redis = redisIsHere ? await ownRedis() : null;
  const generated = await yuejie([
    "generate",
    ...["--orders", String(orders), "--seed", "7", "--period", "2026-10"],
    ...["--out", join(home, "data"), "--json"],
  ]);
  expect(generated).toMatchObject({ code: 0 });
});
beforeEach(async () => {
  database = await testDatabase();
  environment = {
    DATABASE_URL: database.url,
    REDIS_URL: redis?.url ?? "",
    YUEJIE_QUEUE_PREFIX: `t${Date.now()}`,
    YUEJIE_HOME: home,
    YUEJIE_CLOCK: "2026-11-03T02:00:00+08:00",
    YUEJIE_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
    YUEJIE_LOCK_SECONDS: "2",
  };
  return async () => {
    await database.drop();
    rmSync(join(home, "outbox"), { recursive: true, force: true });
  };
});
afterAll(async () => {
  await redis?.stop();
  rmSync(home, { recursive: true });
});

async function importMonth(): Promise<void> {
  const imported = await yuejie(["import", join(home, "data"), "--json"], environment);
  expect(imported).toMatchObject({ code: 0 });
}

/** Events of a process so far; told on stderr, one a line. */
function eventsOf(child: Yuejie): { has(message: string): boolean } {
  let text = "";
  child.stderr?.on("data", (part: string) => {
    text += part;
  });
  return { has: (message) => text.includes(message) };
}

async function started(child: Yuejie, message: string): Promise<void> {
  const events = eventsOf(child);
  await until(message, () => events.has(message), 30_000);
}

const kill = (child: ChildProcess): void => void child.kill("SIGKILL");

async function runState(): Promise<string | undefined> {
  const { rows } = await database.pool.query("select state from run order by run_id desc limit 1");
  return rows[0]?.state;
}

async function reconciled(): Promise<unknown> {
  const { stdout } = await yuejie(["reconcile", "--period", "2026-10", "--json"], environment);
  return JSON.parse(stdout);
}

describe("yuejie start", () => {
  it("settles the month that is due, and ends with 0 when it is asked to stop", async () => {
    await importMonth();
    const all = startYuejie(["start"], environment);
    await until("the run is completed", async () => (await runState()) === "completed", 60_000);
    await until("staff are told", () => readdirSync(home).includes("outbox"), 20_000);
    all.kill("SIGTERM");
    const { code, stdout } = await all.finished;
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(await reconciled()).toMatchObject({ balanced: true });
  });

  it("leaves at once at the second signal, and another finishes", async () => {
    await importMonth();
    const first = startYuejie(["start"], environment);
    await until("the run is there", async () => (await runState()) === "running", 60_000);
    first.kill("SIGINT");
    first.kill("SIGINT");
    expect([0, 130]).toContain((await first.finished).code);
    const second = startYuejie(["start"], environment);
    await until("the run is completed", async () => (await runState()) === "completed", 60_000);
    second.kill("SIGINT");
    expect((await second.finished).code).toBe(0);
    expect(await reconciled()).toMatchObject({ balanced: true });
  });
});

describe("yuejie worker", () => {
  it("is killed again and again, and what it held is done by another, once", async () => {
    await importMonth();
    const scheduler = startYuejie(["schedule"], environment);
    const worker = () => startYuejie(["worker"], environment);
    for (const delayMs of [400, 650, 900]) {
      const doomed = worker();
      await started(doomed, "worker started");
      await sleep(delayMs - 400);
      kill(doomed);
      await doomed.finished;
    }
    const last = worker();
    await until("the run is completed", async () => (await runState()) === "completed", 60_000);
    for (const child of [scheduler, last]) child.kill("SIGTERM");
    for (const child of [scheduler, last]) expect((await child.finished).code).toBe(0);
    expect(await reconciled()).toMatchObject({ balanced: true });
    const { rows } = await database.pool.query(
      "select count(*)::int as lines, count(distinct order_id)::int as orders from draft_line where order_id is not null and not reversal",
    );
    expect(rows[0].lines).toBe(rows[0].orders);
  });

  it("waits for Redis, goes on when it is there, and loses nothing when it is flushed", async () => {
    await importMonth();
    await redis?.kill();
    const all = startYuejie(["start"], environment);
    await started(all, "worker waits");
    await until("the run is asked for", async () => (await runState()) === "running", 30_000);
    const jobs = await yuejie(["jobs"], environment);
    expect(jobs).toMatchObject({ code: 1, stdout: "" });
    expect(jobs.stderr).toMatch(/^The queue at 127\.0\.0\.1:\d+ cannot be reached/);
    await redis?.start();
    await until("the run is completed", async () => (await runState()) === "completed", 60_000);
    await redis?.flush();
    all.kill("SIGTERM");
    expect((await all.finished).code).toBe(0);
  });

  it("says at once what waiting does not help", async () => {
    const old = await testDatabase({ empty: true });
    const { code, stderr } = await yuejie(["worker"], { ...environment, DATABASE_URL: old.url });
    await old.drop();
    expect(code).toBe(1);
    expect(stderr).toContain("yuejie migrate");
    const wrong = await yuejie(["worker"], { ...environment, YUEJIE_CONCURRENCY: "none" });
    expect(wrong).toMatchObject({ code: 1 });
  });
});

describe("yuejie jobs", () => {
  it("lists what is open, one object a line, and refuses what it does not know", async () => {
    await database.pool.query(
      `insert into outbox (topic, key, payload) values ('sweep-exports', '2026-11-03', '{"day": "2026-11-03"}')`,
    );
    const listed = await yuejie(["jobs", "--json"], environment);
    expect(listed).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(listed.stdout)).toEqual({
      id: "sweep-exports:2026-11-03",
      job: "sweep-exports",
      state: "waiting",
      payload: { day: "2026-11-03" },
      attempts: 0,
      since: expect.stringMatching(/\+08:00$/),
      nextAttemptAt: null,
      failure: null,
    });
    const table = await yuejie(["jobs", "--lang", "zh-CN"], environment);
    expect(table.stdout).toContain("sweep-exports:2026-11-03");
    expect(await yuejie(["jobs", "--retry", "all", "--json"], environment)).toMatchObject({
      code: 0,
      stdout: '{"retried":[]}\n',
    });
    const unknown = await yuejie(["jobs", "--retry", "settle-shard:9:9"], environment);
    expect(unknown).toMatchObject({ code: 1, stdout: "" });
    expect(unknown.stderr).toContain("settle-shard:9:9");
  });
});
