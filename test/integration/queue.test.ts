import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Queue, QueuedJob } from "../../src/platform/queue/queue.js";
import { openTestQueue, type QueueHome, queueHome, queueKinds } from "../support/queue.js";
import { handler, job, startTestWork, until } from "../support/queue-work.js";

describe.each(queueKinds)("the queue on %s", (kind) => {
  let home: QueueHome;
  let queue: Queue;

  beforeAll(async () => {
    home = await queueHome(kind);
    queue = await openTestQueue(home);
  });
  afterAll(async () => {
    await queue.close();
    await home.close();
  });

  async function listed(): Promise<QueuedJob[]> {
    const all: QueuedJob[] = [];
    for await (const found of queue.list()) all.push(found);
    return all;
  }

  async function isEmpty(): Promise<boolean> {
    return (await listed()).length === 0;
  }

  it("hands a job to a worker once, with what it was given, and forgets it", async () => {
    const payload = { runId: "12", 中文: ["一", null, 1.5] };
    await queue.add([job("settle-period:12", { payload }), job("settle-period:12")]);
    expect(await listed()).toMatchObject([
      {
        lane: "settlement",
        name: "settle-period",
        key: "settle-period:12",
        state: "waiting",
        payload,
      },
    ]);
    const seen: unknown[] = [];
    const work = await startTestWork(queue, {
      "settle-period": handler(async (active) => void seen.push(active.payload, active.attempt)),
    });
    await until("the job is done", isEmpty);
    await work.stop(1_000);
    expect(seen).toEqual([payload, 1]);
    expect(work.told).toEqual(["started settle-period:12", "completed settle-period:12"]);
  });

  it("keeps keys apart, whatever stands in them", async () => {
    const keys = [
      "deliver-notice:1",
      "deliver-notice~1",
      "deliver-notice:a/b c%~中",
      "deliver-notice:12:5",
    ];
    await queue.add(keys.map((key) => job(key)));
    const known = await queue.known("settlement", [...keys, "deliver-notice:2", "12"]);
    expect([...known].sort()).toEqual([...keys].sort());
    for (const key of keys) expect(await queue.remove(key)).toBe(true);
    expect(await queue.remove("deliver-notice:1")).toBe(false);
    expect(await queue.known("settlement", keys)).toEqual(new Set());
  });

  it("tries again, later each time, and gives up after the last attempt", async () => {
    const waits: number[] = [];
    const work = await startTestWork(queue, {
      flaky: handler(
        async ({ attempt, key }) => {
          if (key === "flaky:twice" && attempt === 3) return;
          throw new Error(`attempt ${attempt}`);
        },
        {
          backoffMs: (attempt) => {
            waits.push(attempt);
            return 10 * attempt;
          },
        },
      ),
    });
    await queue.add([job("flaky:twice"), job("flaky:always")]);
    await until("one is given up", () => work.told.some((word) => word.startsWith("given up")));
    await until("the other is done", async () => (await listed()).length === 1);
    await work.stop(1_000);
    expect(work.told).toContain("completed flaky:twice");
    expect(work.told).toContain("given up flaky:always: attempt 3");
    expect([...waits].sort()).toEqual([1, 1, 2, 2]);
    expect(await listed()).toMatchObject([
      { key: "flaky:always", state: "failed", failedReason: "attempt 3", attemptsMade: 3 },
    ]);
    expect((await queue.counts()).settlement.failed).toBe(1);
    expect(await queue.remove("flaky:always")).toBe(true);
  });

  it("does not try again what cannot heal, until somebody asks for it", async () => {
    let broken = true;
    const work = await startTestWork(queue, {
      verify: handler(
        async () => {
          if (broken) throw new Error("does not balance");
        },
        { isHopeless: () => true },
      ),
    });
    await queue.add([job("verify:1", { attempts: 50 })]);
    await until("it is given up", () => work.told.some((word) => word.startsWith("given up")));
    expect(work.told).toEqual(["started verify:1", "given up verify:1: does not balance"]);
    // Adding it again changes nothing: the queue holds it.
    await queue.add([job("verify:1")]);
    expect((await queue.counts()).settlement).toMatchObject({ failed: 1, waiting: 0 });
    broken = false;
    expect(await queue.retry("verify:1")).toBe(true);
    await until("it is done", isEmpty);
    expect(await queue.retry("verify:1")).toBe(false);
    await work.stop(1_000);
  });

  it("lets a parent wait for its children, also for one that is retried by hand", async () => {
    const done: string[] = [];
    let broken = true;
    const work = await startTestWork(queue, {
      finish: handler(async ({ key }) => void done.push(key)),
      shard: handler(
        async ({ key }) => {
          if (key === "shard:2" && broken) throw new Error("no");
          done.push(key);
        },
        { isHopeless: () => true },
      ),
    });
    const children = [job("shard:1"), job("shard:2"), job("shard:3")];
    await queue.addFlow(job("finish:1"), children);
    await until(
      "one child is given up",
      async () => (await queue.counts()).settlement.failed === 1,
    );
    await until("the others are done", () => done.length === 2);
    expect(await queue.counts()).toMatchObject({
      settlement: { blocked: 1, failed: 1, waiting: 0 },
    });
    // The same flow once more adds what is gone, and does not release the parent.
    await queue.addFlow(job("finish:1"), children);
    await until("what was gone is done again", () => done.length === 4);
    expect(done).not.toContain("finish:1");
    broken = false;
    expect(await queue.retry("shard:2")).toBe(true);
    await until("the parent is done", isEmpty);
    await work.stop(1_000);
    expect(done.at(-1)).toBe("finish:1");
    expect(done.filter((key) => key === "finish:1")).toHaveLength(1);
  });

  it("starts a parent without children at once", async () => {
    await queue.addFlow(job("finish:2"), []);
    expect(await listed()).toMatchObject([{ key: "finish:2", state: "waiting" }]);
    await queue.remove("finish:2");
  });

  it("delays, and lets a delayed job be done at once", async () => {
    await queue.add([job("later:1", { delayMs: 60_000 })]);
    const [delayed] = await listed();
    expect(delayed).toMatchObject({ state: "delayed" });
    expect((delayed?.nextAttemptAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(50_000);
    const work = await startTestWork(queue, { later: handler(async () => undefined) });
    expect(await queue.retry("later:1")).toBe(true);
    await until("it is done", isEmpty);
    await work.stop(1_000);
  });

  it("aborts what takes too long and tries it again", async () => {
    const work = await startTestWork(queue, {
      slow: handler(
        ({ attempt, signal }) =>
          attempt === 2 ? Promise.resolve() : sleep(60_000, undefined, { signal, ref: false }),
        { timeoutMs: 100 },
      ),
    });
    await queue.add([job("slow:1")]);
    // A job that goes from one state to the next may be in none of those that are listed one after another.
    await until("it is done", () => work.told.includes("completed slow:1"));
    await work.stop(1_000);
    expect(work.told).toEqual([
      "started slow:1",
      "failed slow:1 1",
      "started slow:1",
      "completed slow:1",
    ]);
  });

  it("finishes what it has in hand when it stops, and takes nothing new", async () => {
    const work = await startTestWork(
      queue,
      { shard: handler(() => sleep(300)) },
      { concurrency: 1 },
    );
    await queue.add([job("shard:1"), job("shard:2")]);
    await until("one is begun", () => work.told.length > 0);
    await work.stop(5_000);
    expect(work.told).toEqual(["started shard:1", "completed shard:1"]);
    expect(await listed()).toMatchObject([{ key: "shard:2", state: "waiting" }]);
    await queue.remove("shard:2");
  });

  it("gives back what it cannot finish in time, without costing it an attempt", async () => {
    let hold = true;
    const attempts: number[] = [];
    const handlers = {
      shard: handler(async ({ signal, attempt }) => {
        attempts.push(attempt);
        if (hold) await sleep(60_000, undefined, { signal, ref: false });
      }),
    };
    const first = await startTestWork(queue, handlers);
    await queue.add([job("shard:1", { attempts: 1 })]);
    await until("it is begun", () => attempts.length === 1);
    await first.stop(50);
    expect(first.told).toEqual(["started shard:1", "given back shard:1"]);
    expect(await listed()).toMatchObject([{ key: "shard:1", state: "waiting" }]);
    hold = false;
    const second = await startTestWork(queue, handlers);
    await until("it is done", isEmpty);
    await second.stop(1_000);
    expect(attempts).toEqual([1, 1]);
  });

  it("keeps a job that takes longer than its lock", async () => {
    const other = await openTestQueue(home);
    const handlers = { long: handler(() => sleep(2_500)) };
    const works = [
      await startTestWork(queue, handlers, { lockMs: 600 }),
      await startTestWork(other, handlers, { lockMs: 600 }),
    ];
    await queue.add([job("long:1")]);
    await until("it is done", isEmpty);
    for (const work of works) await work.stop(1_000);
    expect(works.flatMap(({ told }) => told)).toEqual(["started long:1", "completed long:1"]);
    await other.close();
  });

  it("waits with a job of a kind that this worker does not know", async () => {
    const work = await startTestWork(queue, {});
    await queue.add([job("new-kind:1")]);
    await until("it is put off", async () => (await queue.counts()).settlement.delayed === 1);
    await work.stop(1_000);
    expect((await listed())[0]?.failedReason).toMatch(/does not know the job new-kind/);
    await queue.remove("new-kind:1");
  });

  it("takes thousands of jobs in one step and tells which it holds", async () => {
    const keys = Array.from({ length: 3_000 }, (_, index) => `bulk:${index}`);
    await queue.add(keys.map((key) => job(key, { lane: "errands" })));
    expect((await queue.known("errands", [...keys, "bulk:no"])).size).toBe(3_000);
    expect((await queue.counts()).errands.waiting).toBe(3_000);
    expect(await listed()).toHaveLength(3_000);
    let done = 0;
    const work = await startTestWork(
      queue,
      {
        bulk: handler(async () => {
          done += 1;
        }),
      },
      { lane: "errands", concurrency: 8 },
    );
    await until("all are done", () => done === 3_000, 60_000);
    await work.stop(1_000);
  });
});
