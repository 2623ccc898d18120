import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { YuejieError } from "../../src/domain/errors.js";
import {
  endsQuarter,
  monthOf,
  parseMonth,
  parsePeriod,
  previousMonth,
  quarterOf,
  shanghaiDay,
} from "../../src/domain/period.js";

describe("a period is half open, in Shanghai time", () => {
  test.each([
    // label, first day, first day after, first instant, first instant after
    ["2026-10", "2026-10-01", "2026-11-01", "2026-09-30T16:00:00Z", "2026-10-31T16:00:00Z"],
    ["2026-12", "2026-12-01", "2027-01-01", "2026-11-30T16:00:00Z", "2026-12-31T16:00:00Z"],
    ["2026-02", "2026-02-01", "2026-03-01", "2026-01-31T16:00:00Z", "2026-02-28T16:00:00Z"],
    ["2028-02", "2028-02-01", "2028-03-01", "2028-01-31T16:00:00Z", "2028-02-29T16:00:00Z"],
    ["2000-02", "2000-02-01", "2000-03-01", "2000-01-31T16:00:00Z", "2000-02-29T16:00:00Z"],
    ["2100-02", "2100-02-01", "2100-03-01", "2100-01-31T16:00:00Z", "2100-02-28T16:00:00Z"],
    ["2026Q1", "2026-01-01", "2026-04-01", "2025-12-31T16:00:00Z", "2026-03-31T16:00:00Z"],
    ["2026Q3", "2026-07-01", "2026-10-01", "2026-06-30T16:00:00Z", "2026-09-30T16:00:00Z"],
    ["2026Q4", "2026-10-01", "2027-01-01", "2026-09-30T16:00:00Z", "2026-12-31T16:00:00Z"],
  ])("%s", (label, startDay, endDay, start, end) => {
    const period = parsePeriod(label);
    expect(period).toEqual({
      label,
      kind: label.includes("Q") ? "quarter" : "month",
      startDay,
      endDay,
      start: new Date(start),
      end: new Date(end),
    });
  });

  test("months follow each other without a gap", () => {
    let month = parseMonth("2030-01");
    for (let count = 0; count < 60; count += 1) {
      const before = previousMonth(month);
      expect(before.end).toEqual(month.start);
      expect(before.endDay).toBe(month.startDay);
      month = before;
    }
    expect(month.label).toBe("2025-01");
  });

  test("every instant lies in exactly its month", () => {
    const instants = fc.date({
      min: new Date("1992-01-01T00:00:00Z"),
      max: new Date("2099-12-31T00:00:00Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, (instant) => {
        const month = monthOf(instant);
        expect(instant >= month.start && instant < month.end).toBe(true);
        expect(quarterOf(month).start <= month.start && month.end <= quarterOf(month).end).toBe(
          true,
        );
      }),
    );
  });
});

describe("forms", () => {
  test.each([
    "2026-13",
    "2026-00",
    "2026-1",
    "202610",
    "2026/10",
    "26-10",
    "2026-10-01",
    "",
    "1969-12",
  ])("%s is no period", (label) => {
    expect(() => parsePeriod(label)).toThrow(YuejieError);
    expect(() => parseMonth(label)).toThrow(expect.objectContaining({ code: "period_form" }));
  });

  test.each(["2026Q0", "2026Q5", "2026q1", "2026-Q1", "Q1", " 2026Q1"])(
    "%s is no quarter",
    (label) => {
      expect(() => parsePeriod(label)).toThrow(expect.objectContaining({ code: "period_form" }));
    },
  );

  test("a run is made by month: a quarter is refused", () => {
    expect(() => parseMonth("2026Q3")).toThrow(expect.objectContaining({ code: "period_form" }));
  });
});

describe("months, quarters and days", () => {
  test.each([
    ["2026-01", "2026Q1", false],
    ["2026-03", "2026Q1", true],
    ["2026-04", "2026Q2", false],
    ["2026-06", "2026Q2", true],
    ["2026-09", "2026Q3", true],
    ["2026-10", "2026Q4", false],
    ["2026-12", "2026Q4", true],
  ])("%s belongs to %s; it ends it: %s", (label, quarter, ends) => {
    expect(quarterOf(parseMonth(label)).label).toBe(quarter);
    expect(endsQuarter(parseMonth(label))).toBe(ends);
  });

  test.each([
    ["2026-03", "2026-02"],
    ["2026-01", "2025-12"],
  ])("before %s comes %s", (label, before) => {
    expect(previousMonth(parseMonth(label)).label).toBe(before);
  });

  test.each([
    ["2026-10-31T15:59:59.999Z", "2026-10-31", "2026-10"],
    ["2026-10-31T16:00:00Z", "2026-11-01", "2026-11"],
    ["2026-12-31T16:00:00Z", "2027-01-01", "2027-01"],
    ["2028-02-29T15:59:59Z", "2028-02-29", "2028-02"],
  ])("%s is the Shanghai day %s", (instant, day, month) => {
    expect(shanghaiDay(new Date(instant))).toBe(day);
    expect(monthOf(new Date(instant)).label).toBe(month);
  });
});
