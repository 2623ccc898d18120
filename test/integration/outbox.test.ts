import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { markDone, markFailed, type OutboxMessage, writeOutbox } from "../../src/outbox/message.js";
import {
  countMessages,
  forgetDone,
  letWait,
  listOpenMessages,
  type OpenMessage,
} from "../../src/outbox/open-messages.js";
import { findLost, type Postman, relayOutbox } from "../../src/outbox/relay.js";
import { type Database, withTransaction } from "../../src/platform/database/database.js";
import type { Queue } from "../../src/platform/queue/queue.js";
import {
  mortalQueueHome,
  openTestQueue,
  type QueueHome,
  queueHome,
  queueKinds,
} from "../support/queue.js";
import { handler, startTestWork, until } from "../support/queue-work.js";
import { redisIsHere } from "../support/redis.js";

const postman: Postman = {
  jobOf: ({ topic, key, payload }) => ({
    lane: "errands",
    name: topic,
    key: `${topic}:${key}`,
    payload,
    attempts: 3,
  }),
  placesOf: ({ topic, key }) => ({ lane: "errands", keys: [`${topic}:${key}`] }),
};

function write(database: Database, ...messages: OutboxMessage[]): Promise<number> {
  return withTransaction(database, (connection) => writeOutbox(connection, ...messages));
}

function notice(key: string, payload: unknown = { to: "staff" }): OutboxMessage {
  return { topic: "deliver-notice", key, payload };
}

async function open(database: Database): Promise<OpenMessage[]> {
  const all: OpenMessage[] = [];
  for await (const message of listOpenMessages(database, ["waiting", "relayed", "failed"])) {
    all.push(message);
  }
  return all;
}

/** Delivers notices into a list, and marks them done. */
async function startPostOffice(queue: Queue, database: Database) {
  const delivered: string[] = [];
  const work = await startTestWork(
    queue,
    {
      "deliver-notice": handler(async ({ key }) => {
        delivered.push(key);
        const [topic = "", ...rest] = key.split(":");
        await markDone(database.pool, { topic, key: rest.join(":") });
      }),
    },
    { lane: "errands" },
  );
  return { ...work, delivered };
}

describe.each(queueKinds)("the outbox, relayed to %s", (kind) => {
  let home: QueueHome;
  let queue: Queue;
  let database: Database;

  beforeAll(async () => {
    home = await queueHome(kind);
    database = home.database;
    queue = await openTestQueue(home);
  });
  beforeEach(() => database.pool.query("truncate outbox"));
  afterAll(async () => {
    await queue.close();
    await home.close();
  });

  it("sends what a transaction wrote if and only if it commits", async () => {
    const failing = withTransaction(database, async (connection) => {
      await writeOutbox(connection, notice("lost"));
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await write(database, notice("1", { 金额: "12.30" }), notice("2"))).toBe(2);
    expect(await write(database, notice("2"), notice("3"))).toBe(1);
    expect(await relayOutbox(database, queue, { postman })).toBe(3);
    expect(await relayOutbox(database, queue, { postman })).toBe(0);
    expect(await open(database)).toMatchObject([
      { key: "1", state: "relayed", attempts: 1, payload: { 金额: "12.30" } },
      { key: "2", state: "relayed" },
      { key: "3", state: "relayed" },
    ]);
    const office = await startPostOffice(queue, database);
    await until("all are done", async () => (await open(database)).length === 0);
    await office.stop(1_000);
    expect(office.delivered).toEqual(["deliver-notice:1", "deliver-notice:2", "deliver-notice:3"]);
  });

  it("relays each message once, however many relays there are", async () => {
    const keys = Array.from({ length: 2_000 }, (_, index) => `many-${index}`);
    await write(database, ...keys.map((key) => notice(key)));
    const counts = await Promise.all(
      [1, 2, 3].map(() => relayOutbox(database, queue, { postman })),
    );
    expect(counts.reduce((sum, count) => sum + count)).toBe(2_000);
    const { rows } = await database.pool.query("select distinct attempts, state from outbox");
    expect(rows).toEqual([{ attempts: 1, state: "relayed" }]);
    expect(await countMessages(database)).toMatchObject({ waiting: 0, relayed: 2_000, failed: 0 });
    const office = await startPostOffice(queue, database);
    await until("all are done", async () => (await countMessages(database)).relayed === 0, 60_000);
    await office.stop(1_000);
    expect(new Set(office.delivered).size).toBe(2_000);
  });

  it("adds nothing twice where a relay died between the queue and its mark", async () => {
    await write(database, notice("once"));
    const dying: Queue = {
      ...queue,
      add: async (jobs) => {
        await queue.add(jobs);
        throw new Error("killed");
      },
    };
    await expect(relayOutbox(database, dying, { postman })).rejects.toThrow("killed");
    expect(await open(database)).toMatchObject([{ key: "once", state: "waiting", attempts: 0 }]);
    expect(await relayOutbox(database, queue, { postman })).toBe(1);
    expect((await queue.counts()).errands.waiting).toBe(1);
    const office = await startPostOffice(queue, database);
    await until("it is done", async () => (await open(database)).length === 0);
    await office.stop(1_000);
    expect(office.delivered).toEqual(["deliver-notice:once"]);
  });

  it("keeps what was given up until somebody asks for it again", async () => {
    await write(database, notice("bad"));
    const failure = { code: "job_payload", details: { key: "bad" }, message: "It is bad." };
    await relayOutbox(database, queue, { postman });
    await markFailed(database.pool, notice("bad"), failure);
    expect(await open(database)).toMatchObject([{ key: "bad", state: "failed", failure }]);
    expect(await findLost(database, queue, { postman, afterSeconds: 0 })).toBe(0);
    expect(await relayOutbox(database, queue, { postman })).toBe(0);
    expect(await letWait(database, notice("bad"))).toBe(true);
    expect(await letWait(database, notice("bad"))).toBe(false);
    expect(await relayOutbox(database, queue, { postman })).toBe(1);
    await markDone(database.pool, notice("bad"));
    // What is done stays done, whatever comes late.
    await markFailed(database.pool, notice("bad"), failure);
    expect(await open(database)).toEqual([]);
    expect(await queue.remove("deliver-notice:bad")).toBe(true);
  });

  it("forgets what was done long ago, and nothing else", async () => {
    await write(database, notice("old"), notice("new"), notice("open"));
    for (const key of ["old", "new"]) await markDone(database.pool, notice(key));
    await database.pool.query(
      "update outbox set done_at = done_at - interval '31 days' where key = 'old'",
    );
    expect(await forgetDone(database, 30)).toBe(1);
    const { rows } = await database.pool.query("select key from outbox order by key");
    expect(rows).toEqual([{ key: "new" }, { key: "open" }]);
  });

  it("relays any number in bounded memory", async () => {
    await database.pool.query(
      `insert into outbox (topic, key, payload)
       select 'deliver-notice', 'bulk-' || n, jsonb_build_object('text', repeat('x', 200))
       from generate_series(1, 20000) n`,
    );
    const heapBefore = process.memoryUsage().heapUsed;
    expect(await relayOutbox(database, queue, { postman })).toBe(20_000);
    expect(await findLost(database, queue, { postman, afterSeconds: 0 })).toBe(0);
    const grownMib = (process.memoryUsage().heapUsed - heapBefore) / 2 ** 20;
    expect(grownMib).toBeLessThan(64);
    expect((await queue.counts()).errands.waiting).toBe(20_000);
  });
});

describe("the outbox, whose Redis is flushed", () => {
  it.skipIf(!redisIsHere)(
    "relays again what the queue lost, and nothing that is done",
    async () => {
      const home = await mortalQueueHome();
      const { database, redis } = home;
      const queue = await openTestQueue(home);
      const keys = Array.from({ length: 1_200 }, (_, index) => `n-${index}`);
      await write(database, ...keys.map((key) => notice(key)));
      await relayOutbox(database, queue, { postman });
      const office = await startPostOffice(queue, database);
      await until("some are done", () => office.delivered.length > 50);
      await redis.flush();
      await until(
        "Redis has nothing left",
        async () => (await queue.counts()).errands.waiting === 0,
      );
      const { relayed } = await countMessages(database);
      expect(relayed).toBeGreaterThan(0);
      expect(await findLost(database, queue, { postman, afterSeconds: 3_600 })).toBe(0);
      const lost = await findLost(database, queue, { postman, afterSeconds: 0 });
      expect(lost).toBeGreaterThan(0);
      expect(lost).toBeLessThanOrEqual(relayed);
      expect(await relayOutbox(database, queue, { postman })).toBe(lost);
      await until("all are done", async () => {
        await findLost(database, queue, { postman, afterSeconds: 0 });
        await relayOutbox(database, queue, { postman });
        return (await open(database)).length === 0;
      });
      expect(new Set(office.delivered).size).toBe(1_200);
      // What a worker had in hand when Redis forgot it may come a second time; its key tells.
      expect(office.delivered.length).toBeLessThan(1_200 + 10);
      await office.stop(1_000);
      await queue.close();
      await home.close();
    },
  );
});
