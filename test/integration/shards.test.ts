import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { exportPeriod } from "../../src/exports/export-period.js";
import { withTransaction } from "../../src/platform/database/database.js";
import { finishRun } from "../../src/settlement/finish-run.js";
import { type OpenRunOptions, openRun } from "../../src/settlement/open-run.js";
import { reconcile } from "../../src/settlement/reconcile.js";
import { settleShard } from "../../src/settlement/settle-shard.js";
import { dumpBooks, dumpEverything, emptyBooks } from "../support/books-dump.js";
import { type TestDatabase, testDatabase } from "../support/database.js";
import { approve, outcomesOf, run, statementsOf, testNow } from "../support/engine.js";
import { loadFacts } from "../support/load-facts.js";
import { partner, sale, smallWorld, usage } from "../support/story.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const settlees = ["P1", "P2", "P3", "P4"];
async function tellStory(): Promise<void> {
  await emptyBooks(database);
  await loadFacts(database, {
    ...smallWorld,
    partners: settlees.map((no) => partner(no)),
    orders: [
      ...settlees.map((no) => sale(`A-${no}`, "1000.00", "2026-10-10", { partner_no: no })),
      ...settlees.map((no) => usage(`U-${no}`, "5.00", "2026-10-11", { partner_no: no })),
      sale("N", "10.00", "2026-10-10", { partner_no: "" }),
    ],
  });
}
beforeEach(tellStory);

const serviceFeeRates = { general: "0.06", small_scale: "0.01" };

function open(options: Partial<OpenRunOptions> = {}) {
  const defaults = { period: "2026-10", actor: "system", now: testNow, serviceFeeRates };
  return withTransaction(database, (connection) =>
    openRun(connection, { ...defaults, mode: "queue", shardSize: 1, ...options }),
  );
}

const settle = (runId: string, shardNo: number) =>
  settleShard(database, { runId, shardNo, now: testNow });
const finish = (runId: string) => finishRun(database, { runId, now: testNow });

/** Makes every new line of a settlee fail, as a rule error on its data would. */
async function poison(settleeNo: string): Promise<void> {
  await database.pool.query(
    `create function poison() returns trigger language plpgsql as $$ begin
       perform 1 / (case when new.partner_no = '${settleeNo}' then 0 else 1 end);
       return new;
     end $$;
     create trigger poison before insert on draft_line for each row execute function poison()`,
  );
}

const heal = () => database.pool.query("drop function if exists poison() cascade");

describe("a run in shards (R-R2, R-R5)", () => {
  test("leaves the same books as one shard, however they are ordered", async () => {
    await run(database, "2026-10");
    const together = await dumpBooks(database);
    await tellStory();
    const { runId, shards } = await open();
    expect(shards).toHaveLength(5);
    for (const shardNo of [3, 1, 5, 2, 4]) {
      expect(await settle(runId, shardNo)).toMatchObject({ state: "done" });
    }
    const result = await finish(runId);
    expect(result).toMatchObject({ runId, changed: true, parked: 0, orders: { settled: 8 } });
    expect(await dumpBooks(database)).toEqual(together);
    expect((await reconcile(database, "2026-10")).balanced).toBe(true);
  });

  test("several at once, over several connections", async () => {
    const result = await run(database, "2026-10", { shardSize: 1, parallel: 3 });
    expect(result).toMatchObject({ orders: { settled: 8, excluded: 1 }, amount: "377.12" });
    expect(await run(database, "2026-10", { shardSize: 2, parallel: 3 })).toMatchObject({
      changed: false,
      statements: { unchanged: 4, total: 4 },
    });
  });

  test("a shard delivered twice, also at the same time, is settled once", async () => {
    const { runId } = await open();
    const answers = await Promise.all([1, 1, 1].map((shardNo) => settle(runId, shardNo)));
    expect(answers.map(({ state }) => state)).toEqual(["done", "done", "done"]);
    const before = await dumpEverything(database);
    await settle(runId, 1);
    expect(await dumpEverything(database)).toEqual(before);
  });

  test("ends only when all are done, and answers the same again", async () => {
    const { runId, shards } = await open();
    for (const index of shards.keys()) {
      await expect(finish(runId)).rejects.toMatchObject({
        code: "run_unfinished",
        details: { count: shards.length - index },
      });
      await settle(runId, index + 1);
    }
    const result = await finish(runId);
    const before = await dumpEverything(database);
    expect(await finish(runId)).toEqual(result);
    expect(await dumpEverything(database)).toEqual(before);
  });

  test("between its shards no other work is let in", async () => {
    const { runId } = await open();
    await settle(runId, 1);
    const holder = {
      code: "work_under_way",
      details: { holder: expect.stringContaining("system") },
    };
    await expect(run(database, "2026-10")).rejects.toMatchObject(holder);
    await expect(run(database, "2026-11", { partners: ["P4"] })).rejects.toMatchObject(holder);
    await expect(loadFacts(database, { orders: [sale("B", "1.00")] })).rejects.toMatchObject(
      holder,
    );
    const { refused } = await approve(database, "2026-10");
    expect(refused).toMatchObject([{ error: { code: "work_under_way" } }]);
  });

  test("one that was given up does nothing any more", async () => {
    const { runId } = await open();
    await database.pool.query("update run set state = 'aborted' where run_id = $1", [runId]);
    const before = await dumpEverything(database);
    expect(await settle(runId, 1)).toEqual({
      state: "superseded",
      parked: [],
    });
    await expect(finish(runId)).rejects.toMatchObject({ code: "run_superseded" });
    expect(await dumpEverything(database)).toEqual(before);
  });

  test("one whose process died is over for its shards, and blocks approval until it is run again", async () => {
    const { runId } = await open({ mode: "process" });
    expect(await settle(runId, 1)).toMatchObject({
      state: "superseded",
    });
    const driver = await database.pool.connect();
    await driver.query("select pg_advisory_lock_shared(22863, $1)", [runId]);
    expect(await settle(runId, 1)).toMatchObject({ state: "done" });
    driver.release(true);
    await expect.poll(async () => (await settle(runId, 2)).state).toBe("superseded");
    // Still marked running: nobody has opened a run since.
    const { sent, refused } = await approve(database, "2026-10");
    expect(sent).toEqual([]);
    expect(refused).toMatchObject([{ error: { code: "run_did_not_balance" } }]);
    await run(database, "2026-10", { actor: "li" });
    expect((await approve(database, "2026-10", "system")).refused.map(({ rule }) => rule)).toEqual(
      Array(4).fill("R-W2"),
    );
    expect((await approve(database, "2026-10")).sent).toHaveLength(4);
  });

  test("an order that moves between settlees leaves one draft and enters the other at once", async () => {
    await run(database, "2026-10", { shardSize: 1 });
    for (const [to, from] of [
      ["P3", "P1"],
      ["P1", "P2"],
      ["", "P4"],
    ] as const) {
      const moved = sale(`A-${from}`, "1000.00", "2026-10-10", { partner_no: to });
      await loadFacts(database, { orders: [moved] });
    }
    const { runId, shards } = await open();
    expect(shards.map((shard) => shard.settlees)).toEqual([["P1", "P2", "P3"], ["P4"]]);
    for (const index of shards.keys()) await settle(runId, index + 1);
    const result = await finish(runId);
    expect(result.orders).toEqual({ settled: 7, carried: 0, excluded: 2 });
    const amounts = (await statementsOf(database, "2026-10")).map((s) => [s.settleeNo, s.amount]);
    expect(amounts).toEqual([
      ["P1", "94.28"],
      ["P2", "0.47"],
      ["P3", "188.09"],
      ["P4", "0.47"],
    ]);
  });
});

describe("a month that several runs settle", () => {
  test("runs of other settlees may end in any order: the one that ended last tells the month (R-R5)", async () => {
    const first = await open({ partners: ["P1"] });
    const second = await open({ partners: ["P2"] });
    await settle(second.runId, 1);
    expect(await finish(second.runId)).toMatchObject({ orders: { settled: 2 } });
    await settle(first.runId, 1);
    expect(await finish(first.runId)).toMatchObject({ orders: { settled: 4 } });
    expect((await reconcile(database, "2026-10")).balanced).toBe(true);
  });

  test("a shard that does not balance ends the run: others are let in, nothing is sent (R-R5)", async () => {
    const { runId } = await open();
    await settle(runId, 1);
    await database.pool.query(
      `create function poison() returns trigger language plpgsql as
         $$ begin new.amount := new.amount + 0.01; return new; end $$;
       create trigger poison before insert on draft_line for each row execute function poison()`,
    );
    await expect(settle(runId, 2)).rejects.toMatchObject({ code: "books_do_not_balance" });
    await heal();
    expect(await settle(runId, 3)).toMatchObject({ state: "superseded" });
    const { sent, refused } = await approve(database, "2026-10");
    expect(sent).toEqual([]);
    expect(refused).toMatchObject([{ error: { code: "run_did_not_balance" } }]);
    expect(await run(database, "2026-10")).toMatchObject({ orders: { settled: 8 } });
  });

  test("is exported whole or not at all: while it is half run, it waits", async () => {
    await run(database, "2026-10");
    const { runId } = await open();
    await settle(runId, 1);
    const folder = mkdtempSync(join(tmpdir(), "yuejie-half-"));
    const options = { period: "2026-10", out: folder, now: testNow };
    const exported = exportPeriod(database, options);
    await expect(exported).rejects.toMatchObject({ code: "period_half_run", retryable: true });
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});

describe("a poisoned settlee (R-E14)", () => {
  beforeEach(() => poison("P3"));
  afterEach(heal);

  test("is parked, the others are settled, and running again takes it again", async () => {
    const result = await run(database, "2026-10");
    expect(result).toMatchObject({
      parked: 1,
      parkedSettlees: [{ settleeNo: "P3", failure: "division by zero" }],
      orders: { settled: 6, carried: 2, excluded: 1 },
      reasons: { parked: 2, no_partner: 1 },
      statements: { created: 3, total: 3 },
    });
    const parked = (await outcomesOf(database, "2026-10")).filter(
      ({ outcome }) => outcome === "carried",
    );
    expect(parked.map(({ orderNo, reasons }) => [orderNo, reasons])).toEqual([
      ["A-P3", ["parked"]],
      ["U-P3", ["parked"]],
    ]);
    expect((await reconcile(database, "2026-10")).balanced).toBe(true);
    await heal();
    const healed = await run(database, "2026-10");
    expect(healed).toMatchObject({ parked: 0, orders: { settled: 8, carried: 0 } });
    expect((await approve(database, "2026-10")).refused).toEqual([]);
  });

  test("keeps its drafts as they were; they are not sent before it is settled again", async () => {
    await heal();
    await run(database, "2026-10");
    const draftsBefore = await statementsOf(database, "2026-10");
    await loadFacts(database, {
      orders: [sale("B-P3", "1.00", "2026-10-12", { partner_no: "P3" })],
    });
    await poison("P3");
    const result = await run(database, "2026-10", { shardSize: 1 });
    expect(result).toMatchObject({ parked: 1, orders: { settled: 6, carried: 3 } });
    expect(await statementsOf(database, "2026-10")).toEqual(draftsBefore);
    expect((await reconcile(database, "2026-10")).balanced).toBe(true);
    const { sent, refused } = await approve(database, "2026-10");
    expect(sent).toHaveLength(3);
    expect(refused).toMatchObject([{ rule: "R-E14", error: { code: "settlee_parked" } }]);
    await heal();
    await run(database, "2026-10");
    expect((await approve(database, "2026-10")).sent).toHaveLength(1);
    expect(await outcomesOf(database, "2026-10")).not.toContainEqual(
      expect.objectContaining({ outcome: "carried" }),
    );
  });

  test("its order on the draft of a settlee that is not run is that one's still", async () => {
    await heal();
    await run(database, "2026-10");
    // P1's draft holds it, until P1 is run again.
    await loadFacts(database, {
      orders: [
        sale("A-P1", "1000.00", "2026-10-10", { partner_no: "P3" }),
        sale("B-P3", "1.00", "2026-10-10", { partner_no: "P3" }),
      ],
    });
    await poison("P3");
    const result = await run(database, "2026-10", { partners: ["P3"] });
    expect(result).toMatchObject({ parked: 1, orders: { settled: 6, carried: 3 } });
    expect((await reconcile(database, "2026-10")).balanced).toBe(true);
  });

  test("what fails on its surroundings is not parked: the run stops and can be run again", async () => {
    await heal();
    await database.pool.query(
      `create function poison() returns trigger language plpgsql as
         $$ begin raise exception 'disk full' using errcode = '53100'; end $$;
       create trigger poison before insert on draft_line for each row execute function poison()`,
    );
    await expect(run(database, "2026-10")).rejects.toThrow("disk full");
    await heal();
    expect(await run(database, "2026-10")).toMatchObject({ parked: 0, orders: { settled: 8 } });
  });
});
