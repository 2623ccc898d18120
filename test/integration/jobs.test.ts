import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { YuejieError } from "../../src/domain/errors.js";
import type { Features } from "../../src/features.js";
import type { OpenJob } from "../../src/outbox/open-jobs.js";
import { migrateQueue } from "../../src/platform/queue/migrate-queue.js";
import { statementsOf } from "../support/engine.js";
import { loadFacts } from "../support/load-facts.js";
import { type QueueHome, queueHome, queueKinds } from "../support/queue.js";
import { until } from "../support/queue-work.js";
import { partner, product, sale, terms } from "../support/story.js";
import { type Machine, machine } from "../support/worker.js";

const partnerNos = Array.from({ length: 12 }, (_, index) => `P${index + 1}`);

/** Twelve settlees, an order each; 1000.00 at ratio 0.1 is worth 93.81. */
const world = {
  partners: partnerNos.map((no) => partner(no)),
  products: [product("SAAS")],
  productTerms: [terms("SAAS", "0.1")],
  orders: partnerNos.map((no) => sale(`O-${no}`, "1000.00", "2026-10-10", { partner_no: no })),
};

async function openJobs({ features }: Machine): Promise<OpenJob[]> {
  const all: OpenJob[] = [];
  for await (const job of features.jobs.listJobs()) all.push(job);
  return all;
}

describe.each(queueKinds)("jobs, on %s", (kind) => {
  let home: QueueHome;
  let machines: Machine[];

  beforeEach(async () => {
    machines = [];
    home = await queueHome(kind);
    await loadFacts(home.database, world);
  });
  afterEach(async () => {
    await Promise.all(machines.map((it) => it.stop()));
    await home.close();
  });

  function start(
    what: readonly ("worker" | "scheduler")[],
    change?: (features: Features) => Features,
    environment?: Record<string, string>,
  ): Machine {
    const started = machine(home, environment, change);
    machines.push(started);
    for (const main of what) started.start(main);
    return started;
  }

  const query = async (text: string): Promise<Record<string, unknown>[]> =>
    (await home.database.pool.query(text)).rows;
  const isCompleted = async (): Promise<boolean> =>
    (await query("select from run where state = 'completed'")).length > 0;
  const isQuiet = async (): Promise<boolean> =>
    (await query("select from outbox where state <> 'done'")).length === 0;

  it("settles the month that is due, tells staff, and verifies it, with nobody at hand", async () => {
    const one = start(["scheduler", "worker"]);
    const other = start(["scheduler", "worker"]);
    await until("the run is completed", isCompleted);
    await until("all that follows from it is done", isQuiet);
    expect(await query("select period, actor, mode, state from run")).toEqual([
      { period: "2026-10", actor: "system", mode: "queue", state: "completed" },
    ]);
    const statements = await statementsOf(home.database, "2026-10");
    expect(statements.map(({ settleeNo, amount }) => `${settleeNo} ${amount}`).sort()).toEqual(
      partnerNos.map((no) => `${no} 93.81`).sort(),
    );
    expect(await query("select topic, key, attempts from outbox order by topic, key")).toEqual([
      // It is November, and the next year's working days are not known.
      { topic: "deliver-notice", key: "calendar-missing-2027", attempts: 1 },
      { topic: "deliver-notice", key: "run-finished-1", attempts: 1 },
      { topic: "settle-period", key: "1", attempts: 1 },
      { topic: "sweep-dues", key: "2026-11-03", attempts: 1 },
      { topic: "sweep-exports", key: "2026-11-03", attempts: 1 },
      { topic: "verify-period", key: "1", attempts: 1 },
    ]);
    const delivered = [one, other].flatMap((it) => {
      const folder = join(it.home, "outbox");
      return existsSync(folder) ? readdirSync(folder) : [];
    });
    expect(delivered.sort()).toEqual(["calendar-missing-2027.md", "run-finished-1.md"]);
    expect(await openJobs(one)).toEqual([]);
    const told = [one, other].flatMap((it) => it.told);
    expect(told.filter((line) => line.includes("run started"))).toHaveLength(1);
    expect(told.filter((line) => !line.startsWith("info "))).toEqual([]);
  });

  it("shows a shard that was given up, keeps its run open, and takes it up when asked", async () => {
    let broken = true;
    const failing = (features: Features): Features => ({
      ...features,
      jobs: {
        ...features.jobs,
        settleShard: (of) => {
          if (broken) throw new YuejieError("keys_missing");
          return features.jobs.settleShard(of);
        },
      },
    });
    const one = start(["scheduler", "worker"], failing);
    await until("the shard is given up", async () =>
      (await openJobs(one)).some(({ state }) => state === "failed"),
    );
    const told = (begun: number) => () =>
      existsSync(join(one.home, "outbox", `run-failed-1-settle-shard-keys_missing-1-${begun}.md`));
    await until("staff are told", told(1));
    const jobs = await openJobs(one);
    expect(jobs.map(({ id, state, attempts }) => ({ id, state, attempts }))).toEqual([
      { id: "settle-shard:1:1", state: "failed", attempts: 1 },
      { id: "finish-run:1", state: "blocked", attempts: 0 },
    ]);
    expect(await query("select state from run")).toEqual([{ state: "running" }]);
    const retry = () => one.features.jobs.retryJobs("all", "operator");
    expect(await retry()).toEqual({ retried: ["settle-shard:1:1"] });
    await until("staff are told of the second failure", told(2));
    await until("it is given up again", async () =>
      (await openJobs(one)).some(({ state }) => state === "failed"),
    );
    broken = false;
    expect(await retry()).toEqual({ retried: ["settle-shard:1:1"] });
    await until("the run is completed", isCompleted);
    await until("all is done", isQuiet);
    expect(await openJobs(one)).toEqual([]);
    await expect(
      one.features.jobs.retryJobs({ id: "settle-shard:1:1" }, "operator"),
    ).rejects.toMatchObject({
      code: "job_not_found",
    });
  });

  it("keeps a message that makes no sense until it is seen to", async () => {
    const one = start(["worker"]);
    await home.database.pool.query(
      `insert into outbox (topic, key, payload) values
       ('settle-period', 'odd', '{"run": 12}'), ('deliver-fax', '1', '{}')`,
    );
    await until("it is given up", async () =>
      (await openJobs(one)).some(({ state }) => state === "failed"),
    );
    const jobs = await openJobs(one);
    expect(jobs.find(({ state }) => state === "failed")).toMatchObject({
      id: "settle-period:odd",
      job: "settle-period",
      attempts: 1,
      failure: { code: "job_payload" },
    });
    // One of a newer version waits for a worker that knows it.
    await until("it is put off", async () =>
      (await openJobs(one)).some(({ id, state }) => id === "deliver-fax:1" && state === "delayed"),
    );
    await home.database.pool.query(
      "update outbox set payload = jsonb_build_object('runId', '99') where key = 'odd'",
    );
    expect(await one.features.jobs.retryJobs({ id: "settle-period:odd" }, "operator")).toEqual({
      retried: ["settle-period:odd"],
    });
    await until("it is done", async () =>
      (await openJobs(one)).every(({ id }) => id === "deliver-fax:1"),
    );
  });

  it("does a job once in effect that is delivered many times at once", async () => {
    const workers = [start(["scheduler", "worker"]), start(["worker"]), start(["worker"])];
    await until("the run is there", async () => (await query("select from run")).length > 0);
    const queue = await workers[0]!.features.jobs.openQueue("gives up");
    for (let round = 0; round < 20; round += 1) {
      const copies = ["settle-period", "finish-run"].map((name) => ({
        lane: "settlement" as const,
        name,
        key: `${name}:copy-${round}`,
        payload: { runId: "1" },
        attempts: 5,
      }));
      const shard = { ...copies[0]!, name: "settle-shard", key: `settle-shard:copy-${round}` };
      await queue.add([...copies, { ...shard, payload: { runId: "1", shardNo: 1 } }]);
    }
    await until("the run is completed", isCompleted);
    await until(
      "all copies are done",
      async () => {
        const { settlement } = await queue.counts();
        return settlement.active + settlement.waiting + settlement.delayed === 0 && isQuiet();
      },
      60_000,
    );
    await queue.close();
    expect(await query("select count(*)::int as runs from run")).toEqual([{ runs: 1 }]);
    const amounts = (await statementsOf(home.database, "2026-10")).map(({ amount }) => amount);
    expect(amounts).toEqual(partnerNos.map(() => "93.81"));
    expect(
      await query("select key from outbox where topic = 'deliver-notice' order by key"),
    ).toEqual([{ key: "calendar-missing-2027" }, { key: "run-finished-1" }]);
  });

  it("takes up a run whose jobs were taken out of the queue", async () => {
    const idle = machine(home);
    machines.push(idle);
    await idle.features.unattended.tickSchedule();
    const queue = await idle.features.jobs.openQueue("gives up");
    // The flow without its shard: finish-run finds the run unfinished.
    await queue.add([
      {
        lane: "settlement",
        name: "finish-run",
        key: "finish-run:1",
        payload: { runId: "1" },
        attempts: 9,
      },
    ]);
    await queue.close();
    start(["worker"]);
    await until("the run is completed", isCompleted);
    await until("all is done", isQuiet);
  });

  it("starts when the database of the queue is ready, and says what is missing", async () => {
    if (kind === "redis") return;
    await home.database.pool.query(`drop schema ${home.place.prefix}_queue cascade`);
    const early = machine(home);
    await expect(
      Promise.resolve().then(() => {
        early.start("worker");
        return early.stop();
      }),
    ).rejects.toMatchObject({ code: "queue_schema_missing" });
    expect(await migrateQueue(home.database, home.place.prefix)).toMatchObject({ before: 0 });
    start(["scheduler", "worker"]);
    await until("the run is completed", isCompleted);
  });
});
