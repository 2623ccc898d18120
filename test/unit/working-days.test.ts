import { execFileSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCalendarFile } from "../../src/domain/calendar-file.js";
import { statutoryYears } from "../../src/domain/statutory-years.js";
import {
  addDays,
  addWorkingDays,
  createCalendar,
  isWorkingDay,
  nextWorkingDay,
  workingDayFrom,
} from "../../src/domain/working-days.js";
import { readText, repositoryFolder } from "../support/repository-files.js";

const calendar = createCalendar(statutoryYears);
const days: string[] = [];
for (let day = "2024-01-01"; day <= "2026-12-31"; day = addDays(day, 1)) days.push(day);

/** What two packages say of each day. */
function sayPackages(): [day: string, chineseDays: boolean, chineseWorkday: boolean][] {
  const script = join(repositoryFolder, "test/support/other-calendars.mjs");
  const answer = execFileSync(process.execPath, [script, "2024-01-01", "2026-12-31"], {
    env: { PATH: process.env.PATH, TZ: "Asia/Shanghai" },
  });
  return JSON.parse(answer.toString());
}

describe("China's statutory calendar (R-W1)", () => {
  it("is what two packages say, on every day of 2024 to 2026", () => {
    const said = sayPackages();
    expect(said.map(([day]) => day)).toEqual(days);
    expect(days).toHaveLength(366 + 365 + 365);
    const differing = said.filter(([day, ...others]) =>
      others.some((worked) => worked !== isWorkingDay(calendar, day)),
    );
    expect(differing).toEqual([]);
  });

  it.each([
    ["2026-10-01", false, "国庆节"],
    ["2026-10-10", true, "a Saturday that is worked"],
    ["2026-02-14", true, "a Saturday before 春节"],
    ["2026-02-23", false, "a Monday in 春节"],
    ["2026-11-03", true, "a Tuesday"],
    ["2026-11-07", false, "a Saturday"],
    ["2026-12-31", true, "the last day of the table"],
  ])("%s worked: %s (%s)", (day, worked) => {
    expect(isWorkingDay(calendar, day)).toBe(worked);
  });

  it.each(["2023-12-31", "2027-01-01"])("refuses %s, whose year has no table", (day) => {
    expect(() => isWorkingDay(calendar, day)).toThrow(
      expect.objectContaining({
        code: "calendar_year_missing",
        details: { year: Number(day.slice(0, 4)) },
      }),
    );
  });

  it("refuses to count into a year without a table, and counts up to its eve", () => {
    expect(addWorkingDays(calendar, "2026-12-30", 1)).toBe("2026-12-31");
    expect(() => addWorkingDays(calendar, "2026-12-30", 2)).toThrow("R-W1");
  });
});

describe("counting working days", () => {
  it.each([
    // day, n, the n-th working day after it
    ["2026-11-03", 1, "2026-11-04"],
    ["2026-11-06", 1, "2026-11-09"],
    ["2026-11-07", 1, "2026-11-09"],
    ["2026-09-30", 2, "2026-10-09"],
    ["2026-09-30", 3, "2026-10-10"],
    ["2026-02-13", 1, "2026-02-14"],
    ["2026-02-14", 1, "2026-02-24"],
    ["2026-02-27", 2, "2026-03-02"],
    ["2025-12-31", 1, "2026-01-04"],
    ["2026-11-03", 0, "2026-11-03"],
    ["2026-11-01", 8, "2026-11-11"],
  ])("from %s, %i days on: %s", (day, count, reached) => {
    expect(addWorkingDays(calendar, day, count)).toBe(reached);
  });

  it("moves a day that is not worked to the next that is", () => {
    expect(workingDayFrom(calendar, "2026-10-03")).toBe("2026-10-08");
    expect(workingDayFrom(calendar, "2026-10-10")).toBe("2026-10-10");
    expect(nextWorkingDay(calendar, "2026-10-10")).toBe("2026-10-12");
  });

  it("is the same one by one as at once, and never skips a day that is worked", () => {
    const day = fc.constantFrom(...days.slice(0, -120));
    const few = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(day, few, few, (from, one, other) => {
        const reached = addWorkingDays(calendar, from, one);
        expect(addWorkingDays(calendar, reached, other)).toBe(
          addWorkingDays(calendar, from, one + other),
        );
        const passed = days.filter((it) => it > from && it <= reached);
        expect(passed.filter((it) => isWorkingDay(calendar, it))).toHaveLength(one);
        expect(reached === from || isWorkingDay(calendar, reached)).toBe(true);
      }),
    );
  });
});

describe("years that are imported", () => {
  const file = (changes: Record<string, unknown> = {}): string =>
    JSON.stringify({
      year: 2027,
      source: "国办发明电〔2026〕1号",
      daysOff: ["2027-01-01/2027-01-03", "2027-05-01/2027-05-05", "2027-10-01/2027-10-07"],
      makeUpDays: ["2027-01-09", "2027-10-09"],
      ...changes,
    });

  it("are read, put to the others, and replace a table of the same year", () => {
    const year = parseCalendarFile(`\ufeff${file()}`, "2027.json");
    const longer = createCalendar([...statutoryYears, year]);
    expect(longer.years).toEqual([2024, 2025, 2026, 2027]);
    expect(addWorkingDays(longer, "2026-12-31", 1)).toBe("2027-01-04");
    expect(isWorkingDay(longer, "2027-01-09")).toBe(true);
    const amended = createCalendar([...statutoryYears, { ...year, makeUpDays: [] }, year]);
    expect(isWorkingDay(amended, "2027-10-09")).toBe(true);
  });

  it("may name the December before them, and then hold over its table", () => {
    const year = parseCalendarFile(
      file({ daysOff: ["2026-12-31/2027-01-02", "2027-05-03", "2027-10-01/2027-10-03"] }),
      "x",
    );
    const longer = createCalendar([year, ...statutoryYears]);
    expect(isWorkingDay(longer, "2026-12-31")).toBe(false);
    expect(addWorkingDays(longer, "2026-12-30", 1)).toBe("2027-01-04");
  });

  it("look as docs/settings.md shows", () => {
    const [example = ""] = [...readText("docs/settings.md").matchAll(/```json\n(.*?)```/gs)]
      .map(([, json = ""]) => json)
      .filter((json) => json.includes("makeUpDays"));
    expect(parseCalendarFile(example, "docs")).toMatchObject({
      year: 2027,
      makeUpDays: ["2027-10-09"],
    });
  });

  it.each([
    ["no JSON", "{", "calendar_unreadable"],
    ["a list", "[]", "calendar_value"],
    ["an unknown key", file({ holidays: [] }), "calendar_value"],
    ["no year", file({ year: "2027" }), "calendar_value"],
    ["no source", file({ source: " " }), "calendar_value"],
    ["a day of another year", file({ daysOff: ["2028-01-01"] }), "calendar_value"],
    ["a day that does not exist", file({ daysOff: ["2027-02-29"] }), "calendar_value"],
    ["a span that runs back", file({ daysOff: ["2027-01-03/2027-01-01"] }), "calendar_value"],
    ["a span of months", file({ daysOff: ["2027-01-01/2027-10-07"] }), "calendar_value"],
    ["a make-up day on a weekday", file({ makeUpDays: ["2027-01-04"] }), "calendar_value"],
    ["a make-up day that is off", file({ makeUpDays: ["2027-01-02"] }), "calendar_value"],
    ["no 国庆节", file({ daysOff: ["2027-01-01", "2027-05-01"] }), "calendar_day_not_off"],
    ["a number for a day", file({ daysOff: [20270101] }), "calendar_value"],
  ])("are refused with %s", (_, text, code) => {
    expect(() => parseCalendarFile(text, "2027.json")).toThrow(
      expect.objectContaining({ code, details: expect.objectContaining({ path: "2027.json" }) }),
    );
  });
});
