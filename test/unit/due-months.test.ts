import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { previousMonth } from "../../src/domain/period.js";
import { statutoryYears } from "../../src/domain/statutory-years.js";
import { createCalendar, isWorkingDay } from "../../src/domain/working-days.js";
import { type DueMonth, dueMonths, monthBefore } from "../../src/schedule/due-months.js";
import { defaultSettings } from "../../src/settings.js";

const calendar = createCalendar(statutoryYears);
const usual = defaultSettings.schedule;
const moved = { ...usual, moveToWorkingDay: true };
const at = (text: string): Date => new Date(`${text.replace(" ", "T")}:00+08:00`);
const due = (firstPeriod: string, now: string, rule = usual) =>
  dueMonths(rule, { firstPeriod, now: at(now), calendar });
const labels = (months: readonly DueMonth[]): string[] => months.map(({ period }) => period.label);

describe("a month is due on the 3rd of the next at 02:00, Shanghai (R-R6)", () => {
  it.each([
    ["2026-11-03 01:59", []],
    ["2026-11-03 02:00", ["2026-10"]],
    ["2026-11-30 23:59", ["2026-10"]],
    ["2026-12-03 02:00", ["2026-10", "2026-11"]],
    ["2027-01-03 02:00", ["2026-10", "2026-11", "2026-12"]],
  ])("at %s: %j", (now, months) => {
    expect(labels(due("2026-10", now).due)).toEqual(months);
  });

  it("tells when the next one is", () => {
    expect(due("2026-10", "2026-11-03 02:00").next?.plannedAt).toEqual(at("2026-12-03 02:00"));
    expect(due("2026-10", "2026-11-03 02:00").due[0]).toMatchObject({
      plannedAt: at("2026-11-03 02:00"),
      waitUntil: at("2026-11-03 18:00"),
    });
  });

  it("knows nothing of months before the first, and waits for one that lies ahead", () => {
    expect(labels(due("2026-11", "2026-12-04 00:00").due)).toEqual(["2026-11"]);
    expect(due("2027-03", "2026-12-04 00:00")).toMatchObject({
      due: [],
      next: { period: { label: "2027-03" } },
    });
  });

  it("catches up everything that was missed, oldest first, the quarter's end among it", () => {
    expect(labels(due("2026-07", "2026-11-20 10:00").due)).toEqual([
      ...["2026-07", "2026-08", "2026-09", "2026-10"],
    ]);
  });

  it("takes another day and time", () => {
    const rule = {
      ...usual,
      day: 28,
      time: "23:30",
      waitForDelivery: { daysLater: 1, time: "12:00" },
    };
    expect(due("2026-10", "2026-11-28 23:29", rule).due).toEqual([]);
    expect(due("2026-10", "2026-11-28 23:30", rule).due[0]?.waitUntil).toEqual(
      at("2026-11-29 12:00"),
    );
    expect(
      due("2026-02", "2026-03-01 00:00", { ...usual, day: 1, time: "00:00" }).due,
    ).toHaveLength(1);
    expect(
      due("2026-10", "2026-11-04 00:00", { ...usual, waitForDelivery: null }).due[0]?.waitUntil,
    ).toBeNull();
  });
});

describe("moved to the next working day (R-W1)", () => {
  it.each([
    // month, planned start: the 3rd of the next where that is worked
    ["2026-10", "2026-11-03 02:00"],
    ["2026-09", "2026-10-08 02:00"],
    ["2026-04", "2026-05-06 02:00"],
    ["2025-12", "2026-01-04 02:00"],
    ["2026-01", "2026-02-03 02:00"],
    ["2026-09", "2026-10-08 02:00"],
    ["2025-01", "2025-02-05 02:00"],
  ])("%s starts on %s, and waits from there", (month, planned) => {
    const [first] = due(month, "2026-12-31 23:59", moved).due;
    expect(first?.plannedAt).toEqual(at(planned));
    expect(first?.waitUntil).toEqual(at(planned.replace("02:00", "18:00")));
  });

  it("cannot date a month of a year without a table, and says so a month ahead", () => {
    expect(due("2026-10", "2026-12-02 00:00", moved)).toMatchObject({ undated: null });
    expect(due("2026-10", "2026-12-03 02:00", moved)).toMatchObject({
      due: [{ period: { label: "2026-10" } }, { period: { label: "2026-11" } }],
      next: null,
      undated: { period: { label: "2026-12" }, year: 2027 },
    });
    expect(due("2026-10", "2027-01-03 02:00", usual)).toMatchObject({ undated: null });
  });
});

describe("laws of the schedule", () => {
  const instants = fc.date({
    min: new Date("2024-01-01T00:00:00+08:00"),
    max: new Date("2026-11-30T00:00:00+08:00"),
    noInvalidDate: true,
  });
  const rules = fc.record({
    day: fc.integer({ min: 1, max: 28 }),
    time: fc.constantFrom("00:00", "02:00", "23:59"),
    moveToWorkingDay: fc.boolean(),
    waitForDelivery: fc.constant(null),
  });

  it("a clock that moves on only ever adds months, and one that jumps back repeats none", () => {
    fc.assert(
      fc.property(rules, instants, instants, (rule, one, other) => {
        const [early, late] = one < other ? [one, other] : [other, one];
        const of = (now: Date) =>
          labels(dueMonths(rule, { firstPeriod: "2024-01", now, calendar }).due);
        expect(of(late).slice(0, of(early).length)).toEqual(of(early));
        expect(new Set(of(late)).size).toBe(of(late).length);
      }),
    );
  });

  it("no month is due before it has ended, and each follows the one before", () => {
    fc.assert(
      fc.property(rules, instants, (rule, now) => {
        const months = dueMonths(rule, { firstPeriod: "2024-01", now, calendar });
        const all = months.next === null ? months.due : [...months.due, months.next];
        for (const [index, { period, plannedAt }] of all.entries()) {
          expect(plannedAt >= period.end).toBe(true);
          if (index > 0) expect(previousMonth(period).label).toBe(all[index - 1]?.period.label);
          const day = new Date(plannedAt.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
          if (rule.moveToWorkingDay) expect(isWorkingDay(calendar, day)).toBe(true);
        }
        expect(months.due.every(({ plannedAt }) => plannedAt <= now)).toBe(true);
        expect((months.next?.plannedAt ?? new Date("9999-01-01")) > now).toBe(true);
      }),
    );
  });
});

describe("the first start", () => {
  it.each([
    ["2026-11-20 10:00", "2026-10"],
    ["2026-11-01 00:00", "2026-10"],
    ["2026-10-31 23:59", "2026-09"],
    ["2027-01-01 00:00", "2026-12"],
  ])("at %s catches up %s", (now, month) => {
    expect(monthBefore(at(now))).toBe(month);
  });
});
