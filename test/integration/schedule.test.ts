import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withTransaction } from "../../src/platform/database/database.js";
import { lockEverything } from "../../src/platform/database/lock.js";
import { importCalendarYear, listCalendarYears } from "../../src/schedule/calendar.js";
import { defaultSettings } from "../../src/settings.js";
import { runPeriod } from "../../src/settlement/run-period.js";
import { type TestIntake, testIntake } from "../support/intake.js";
import { orderRow, partnerRow, productRow, termRow } from "../support/intake-folder.js";
import { rates, shanghai, type TestSchedule, testSchedule } from "../support/schedule.js";

let intake: TestIntake;
let schedule: TestSchedule;
beforeEach(async () => {
  intake = await testIntake();
  schedule = await testSchedule(intake.database);
  await intake.load({
    partners: [partnerRow()],
    products: [productRow()],
    product_terms: [termRow()],
    orders: [orderRow({ provisioned_at: "2026-10-06 09:00", effective_at: "2026-10-06 09:00" })],
  });
});
afterEach(() => intake.close());

const runs = (): Promise<Record<string, unknown>[]> =>
  intake.rows("select period, actor, mode, state from run order by run_id");
const months = async (): Promise<string[]> => {
  const rows = await intake.rows("select period, state from scheduled_run order by period");
  return rows.map(({ period, state }) => `${period} ${state}`);
};
const runByHand = (period: string, now: string) =>
  runPeriod(intake.database, {
    period,
    actor: "li",
    now: shanghai(now),
    serviceFeeRates: rates,
  });

describe("the schedule (R-R6)", () => {
  it("starts one run however many schedulers see that the month is due", async () => {
    const ticks = await schedule.tickTogether(10, "2026-11-03 02:00");
    expect(ticks.flatMap(({ started }) => started)).toHaveLength(1);
    expect(ticks.filter(({ swept }) => swept !== null)).toHaveLength(1);
    expect(await runs()).toEqual([
      { period: "2026-10", actor: "system", mode: "queue", state: "running" },
    ]);
    expect((await schedule.left()).sort()).toEqual(["settle 1", "sweep 2026-11-03"]);
    await schedule.settle("1", "2026-11-03 02:10");
    expect(await intake.rows("select amount from statement")).toEqual([{ amount: "10.00" }]);
    for (const again of await schedule.tickTogether(10, "2026-11-03 02:11")) {
      expect(again.started).toEqual([]);
    }
    expect(await months()).toEqual(["2026-10 started"]);
  });

  it("starts nothing before its time, and again nothing where the clock jumps back or ahead", async () => {
    expect(await schedule.tick("2026-11-03 01:59")).toMatchObject({ started: [], waiting: [] });
    expect((await schedule.tick("2026-11-03 02:00")).started).toHaveLength(1);
    await schedule.settle("1", "2026-11-03 02:10");
    for (const now of ["2026-11-01 00:00", "2026-11-03 02:00", "2025-01-01 00:00"]) {
      expect((await schedule.tick(now)).started).toEqual([]);
    }
    expect((await schedule.tick("2026-12-03 02:00")).started).toEqual([
      { period: "2026-11", runId: "2" },
    ]);
    await schedule.settle("2", "2026-12-03 02:10");
    expect((await schedule.tick("2026-11-20 00:00")).started).toEqual([]);
    const swept = (await schedule.left()).filter((it) => it.startsWith("sweep"));
    expect(swept).toEqual(["sweep 2026-11-03", "sweep 2026-12-03"]);
  });

  it("begins with the month before its first start, which is kept for good", async () => {
    await schedule.tick("2026-11-20 10:00");
    await schedule.settle("1", "2026-11-20 10:10");
    await schedule.tick("2027-01-20 10:00");
    expect(await months()).toEqual(["2026-10 started", "2026-11 started", "2026-12 waiting"]);
  });

  it("catches missed months up one by one, oldest first, each when the one before it is done", async () => {
    const tick = () => schedule.tick("2026-11-05 09:00", { firstPeriod: "2026-08" });
    expect(await tick()).toMatchObject({
      started: [{ period: "2026-08", runId: "1" }],
      waiting: [
        { period: "2026-09", reason: "earlier_month", what: "2026-08" },
        { period: "2026-10", reason: "earlier_month", what: "2026-08" },
      ],
    });
    expect((await tick()).started).toEqual([]);
    await schedule.settle("1", "2026-11-05 09:05");
    expect((await tick()).started).toEqual([{ period: "2026-09", runId: "2" }]);
    await schedule.settle("2", "2026-11-05 09:10");
    expect((await tick()).started).toEqual([{ period: "2026-10", runId: "3" }]);
    await schedule.settle("3", "2026-11-05 09:15");
    expect(await tick()).toMatchObject({ started: [], waiting: [] });
    expect((await schedule.left()).filter((it) => it.startsWith("settle"))).toHaveLength(3);
  });

  it("holds a month whose predecessor is in trouble, tells so once, and goes on when it is well", async () => {
    const tick = () => schedule.tick("2026-12-03 02:00", { firstPeriod: "2026-10" });
    await tick();
    await intake.rows("update run set state = 'failed' where run_id = 1");
    expect((await tick()).waiting).toEqual([
      { period: "2026-11", reason: "earlier_month", what: "2026-10" },
    ]);
    await tick();
    expect(await months()).toEqual(["2026-10 started", "2026-11 held"]);
    expect((await schedule.left()).filter((it) => it.startsWith("run_held"))).toEqual([
      "run_held 2026-11",
    ]);
    await runByHand("2026-10", "2026-12-03 09:00");
    expect((await tick()).started).toMatchObject([{ period: "2026-11" }]);
  });

  it("leaves a month alone that somebody ran when it was due, not one that was run before", async () => {
    await runByHand("2026-10", "2026-11-02 12:00");
    expect((await schedule.tick("2026-11-03 02:00")).started).toHaveLength(1);
    await schedule.settle("2", "2026-11-03 02:10");
    await runByHand("2026-11", "2026-12-03 08:00");
    expect(await schedule.tick("2026-12-04 00:00")).toMatchObject({ started: [], waiting: [] });
    expect(await months()).toEqual(["2026-10 started", "2026-11 by_hand"]);
  });

  it("waits for other work on the settlees and tells who it is", async () => {
    await withTransaction(intake.database, async (connection) => {
      await lockEverything(connection, "import by wang");
      const { started, waiting } = await schedule.tick("2026-11-03 02:00");
      expect(started).toEqual([]);
      expect(waiting).toMatchObject([{ period: "2026-10", reason: "other_work" }]);
      expect(waiting[0]?.what).toContain("import by wang");
    });
    expect((await schedule.tick("2026-11-03 02:01")).started).toHaveLength(1);
  });

  it("leaves nothing behind where the request for the settlement fails", async () => {
    const broken = schedule.tick("2026-11-03 02:00", {
      requestSettlement: () => Promise.reject(new Error("the outbox is gone")),
    });
    await expect(broken).rejects.toThrow("the outbox is gone");
    expect(await runs()).toEqual([]);
    expect(await months()).toEqual([]);
    expect((await schedule.tick("2026-11-03 02:00")).started).toHaveLength(1);
  });

  it("takes its time from the database, which all schedulers share", async () => {
    await schedule.tick("2026-11-03 02:00", { now: null, firstPeriod: "2099-01" });
    const [row] = await intake.rows(
      "select asked_at between now() - interval '1 minute' and now() as is_now from daily_sweep",
    );
    expect(row).toEqual({ is_now: true });
  });
});

describe("facts that have to arrive", () => {
  const tick = (now: string) => schedule.tick(now, { hasInbox: true });
  const deliver = (state: string, completes = "2026-10") =>
    intake.rows(`insert into delivery (name, ready_stamp, completes, state, found_at)
      values ('x-${state}', '1', array['${completes}'], '${state}', now())`);

  it("are waited for until the set time, then staff are told and nothing is run", async () => {
    await deliver("imported", "2026-09");
    expect((await tick("2026-11-03 02:00")).waiting).toEqual([
      { period: "2026-10", reason: "facts", what: "2026-11-03 18:00" },
    ]);
    expect((await tick("2026-11-03 17:59")).waiting[0]?.reason).toBe("facts");
    await deliver("refused");
    expect((await tick("2026-11-03 18:00")).waiting[0]?.reason).toBe("facts_missing");
    await tick("2026-11-03 18:01");
    expect(await months()).toEqual(["2026-10 missing"]);
    expect(await schedule.left()).toEqual(["sweep 2026-11-03", "facts_missing 2026-10"]);
    expect(await runs()).toEqual([]);
  });

  it("start the run at the next tick, in time or late", async () => {
    await tick("2026-11-03 18:00");
    await deliver("asked");
    // It is being imported: that is no reason to call anybody.
    expect((await tick("2026-11-04 08:00")).waiting[0]?.reason).toBe("facts");
    await intake.rows("update delivery set state = 'repeated'");
    expect((await tick("2026-11-04 08:01")).started).toEqual([{ period: "2026-10", runId: "1" }]);
    expect(await months()).toEqual(["2026-10 started"]);
  });

  it("are not waited for where the settings say so, or where the month was run by hand", async () => {
    const rule = { ...defaultSettings.schedule, waitForDelivery: null };
    expect(
      (await schedule.tick("2026-11-03 02:00", { hasInbox: true, rule })).started,
    ).toHaveLength(1);
    await schedule.settle("1", "2026-11-03 02:05");
    await tick("2026-12-03 18:00");
    await runByHand("2026-11", "2026-12-03 18:30");
    await tick("2026-12-03 19:00");
    expect(await months()).toEqual(["2026-10 started", "2026-11 by_hand"]);
  });

  it("that are missing hold the months after them", async () => {
    await tick("2026-11-03 18:00");
    await deliver("imported", "2026-11");
    expect((await tick("2026-12-03 02:00")).waiting).toMatchObject([
      { period: "2026-10", reason: "facts_missing" },
      { period: "2026-11", reason: "earlier_month" },
    ]);
    expect(await schedule.left()).toContain("run_held 2026-11");
  });
});

describe("working days of the schedule", () => {
  const rule = { ...defaultSettings.schedule, moveToWorkingDay: true };

  it("of a year without a table are asked for a month ahead; imported, they are used", async () => {
    const tick = (now: string) => schedule.tick(now, { rule });
    expect((await tick("2026-12-03 02:00")).started).toMatchObject([{ period: "2026-11" }]);
    await schedule.settle("1", "2026-12-03 02:10");
    await tick("2026-12-04 10:00");
    await tick("2027-01-04 10:00");
    expect((await schedule.left()).filter((it) => it.startsWith("calendar"))).toEqual([
      "calendar_missing 2027",
    ]);
    expect((await runs()).map(({ period }) => period)).toEqual(["2026-11"]);

    const path = join(intake.rejectsFolder, "2027.json");
    const file = {
      year: 2027,
      source: "国办发明电〔2026〕1号",
      daysOff: ["2027-01-01/2027-01-04", "2027-05-03", "2027-10-01/2027-10-07"],
      makeUpDays: [],
    };
    writeFileSync(path, JSON.stringify(file));
    const by = { path, actor: "li", now: shanghai("2027-01-04 11:00") };
    expect(await importCalendarYear(intake.database, by)).toEqual({ year: 2027, changed: true });
    expect(await importCalendarYear(intake.database, by)).toEqual({ year: 2027, changed: false });
    const years = await listCalendarYears(intake.database.pool);
    expect(years.map(({ year, importedBy }) => [year, importedBy])).toEqual([
      ...[2024, 2025, 2026].map((year) => [year, null]),
      [2027, "li"],
    ]);
    expect((await tick("2027-01-05 01:59")).started).toEqual([]);
    expect((await tick("2027-01-05 02:00")).started).toMatchObject([{ period: "2026-12" }]);
  });
});
