import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  daysOfStep,
  dueDay,
  expectedPayDay,
  type Pause,
  type StepClock,
  sameDayNextMonth,
  standingOf,
} from "../../src/domain/lifecycle/deadlines.js";
import type { Step } from "../../src/domain/lifecycle/states.js";
import { statutoryYears } from "../../src/domain/statutory-years.js";
import {
  addDays,
  addWorkingDays,
  createCalendar,
  isWorkingDay,
} from "../../src/domain/working-days.js";

const calendar = createCalendar(statutoryYears);

function clock(step: Step, enteredOn: string, ...pauses: [string, string | null][]): StepClock {
  return { step, enteredOn, pauses: pauses.map(([from, until]) => ({ from, until })) };
}

const due = (...of: Parameters<typeof clock>) => dueDay(calendar, clock(...of));

describe("R-W1: the n-th working day after the step began", () => {
  it.each<[Step, string, string, string]>([
    [1, "2026-10-03", "2026-10-08", "planned in 国庆节, due on the first day after it"],
    [2, "2026-10-09", "2026-10-12", "a Saturday that is worked counts"],
    [3, "2026-09-30", "2026-10-16", "eight days around 国庆节 and its Saturday"],
    [3, "2026-11-03", "2026-11-13", "eight days in a month without holidays"],
    [4, "2026-11-06", "2026-11-09", "over a week-end"],
    [6, "2026-11-07", "2026-11-10", "begun on a Saturday: that day counts for nothing"],
    [7, "2026-02-13", "2026-02-28", "around 春节, with a worked Saturday on each side"],
  ])("step %i begun on %s is due on %s: %s", (step, enteredOn, dueOn) => {
    expect(due(step, enteredOn)).toBe(dueOn);
  });

  it("is no guess where the year has no table", () => {
    expect(() => due(3, "2026-12-24")).toThrow(
      expect.objectContaining({ code: "calendar_year_missing", details: { year: 2027 } }),
    );
  });
});

describe("R-W8: the invoice's month", () => {
  it.each([
    ["2025-01-31", "2025-02-28", "the last day of a shorter month"],
    ["2024-01-31", "2024-02-29", "of a leap year"],
    ["2026-01-31", "2026-02-28", "a Saturday that is worked"],
    ["2025-12-31", "2026-02-02", "over the year's end, moved from a Saturday"],
    ["2026-09-01", "2026-10-08", "moved past 国庆节"],
    ["2026-10-31", "2026-11-30", "a month of thirty days"],
    ["2026-11-03", "2026-12-03", "the corresponding day"],
  ])("requested on %s ends on %s: %s", (requestedOn, endsOn) => {
    expect(due(5, requestedOn)).toBe(endsOn);
  });

  it("knows the corresponding day of every day of a year", () => {
    for (let day = "2024-01-01"; day < "2026-12-01"; day = addDays(day, 1)) {
      const next = sameDayNextMonth(day);
      const months = (it: string) => Number(it.slice(0, 4)) * 12 + Number(it.slice(5, 7));
      expect(months(next)).toBe(months(day) + 1);
      // Only where the next month is too short is it another day: its last.
      if (next.slice(8) !== day.slice(8)) expect(addDays(next, 1).slice(8)).toBe("01");
    }
  });

  const refused = (enteredOn: string, ...pauses: Pause[]) =>
    dueDay(calendar, { step: 5, invoiceRequestedOn: "2026-10-09", enteredOn, pauses });

  it("goes on after a refusal, five working days at least", () => {
    expect(refused("2026-10-20")).toBe("2026-11-09");
    expect(refused("2026-11-02")).toBe("2026-11-09");
    expect(refused("2026-11-06")).toBe("2026-11-13");
    expect(refused("2026-11-20")).toBe("2026-11-27");
  });

  it("stands with the five days too while a question is open", () => {
    expect(refused("2026-11-06", { from: "2026-11-09", until: "2026-11-11" })).toBe("2026-11-17");
  });

  it("counts its own days, not working days, that a pause took", () => {
    // 11 and 12 November for a question, 13 to 16 for a lapse of certification: six days.
    expect(due(5, "2026-11-03", ["2026-11-10", "2026-11-12"], ["2026-11-12", "2026-11-16"])).toBe(
      "2026-12-09",
    );
  });

  it("is moved once more by a question on the week-end that it was moved over", () => {
    expect(due(5, "2026-10-14")).toBe("2026-11-16");
    expect(due(5, "2026-10-14", ["2026-11-15", "2026-11-18"])).toBe("2026-11-18");
    expect(due(5, "2026-10-14", ["2026-11-13", "2026-11-15"])).toBe("2026-11-16");
  });
});

describe("R-W4, R-W5: a clock that stood goes on with the days left", () => {
  const step3 = (...pauses: [string, string | null][]) => due(3, "2026-11-03", ...pauses);

  it.each<[string, [string, string][], string]>([
    ["two working days and a week-end", [["2026-11-05", "2026-11-09"]], "2026-11-17"],
    ["asked and answered on one day", [["2026-11-05", "2026-11-05"]], "2026-11-13"],
    ["a week-end only", [["2026-11-06", "2026-11-08"]], "2026-11-13"],
    [
      "two that overlap count once",
      [
        ["2026-11-05", "2026-11-09"],
        ["2026-11-06", "2026-11-10"],
      ],
      "2026-11-18",
    ],
    [
      "one within another",
      [
        ["2026-11-05", "2026-11-10"],
        ["2026-11-06", "2026-11-09"],
      ],
      "2026-11-18",
    ],
    ["begun before the step: from the step on", [["2026-10-30", "2026-11-04"]], "2026-11-16"],
    ["over before the step", [["2026-10-20", "2026-10-30"]], "2026-11-13"],
    ["over on the day the step began", [["2026-10-20", "2026-11-03"]], "2026-11-13"],
    ["from the day the step began", [["2026-11-03", "2026-11-05"]], "2026-11-17"],
    ["on the last day: the rest of a day is left", [["2026-11-13", "2026-11-17"]], "2026-11-17"],
    ["on the last day, until a Saturday", [["2026-11-13", "2026-11-14"]], "2026-11-16"],
    [
      "on the last day, and on that day again",
      [
        ["2026-11-13", "2026-11-17"],
        ["2026-11-17", "2026-11-19"],
      ],
      "2026-11-19",
    ],
    ["when it was late already", [["2026-11-16", "2026-11-20"]], "2026-11-13"],
    [
      "into days that the first pause has won",
      [
        ["2026-11-05", "2026-11-09"],
        ["2026-11-16", "2026-11-18"],
      ],
      "2026-11-19",
    ],
  ])("%s", (_, pauses, dueOn) => {
    expect(step3(...pauses)).toBe(dueOn);
  });
});

describe("R-W6: how a step stands", () => {
  const stands = (today: string, ...of: Parameters<typeof clock>) =>
    standingOf(calendar, clock(...of), today);

  it.each([
    ["2026-11-03", "in_time", 8],
    ["2026-11-11", "in_time", 2],
    ["2026-11-12", "due_soon", 1],
    ["2026-11-13", "due_soon", 0],
    ["2026-11-14", "overdue", 0],
    ["2026-11-16", "overdue", -1],
  ])("on %s eight days from 3 November are %s, %i left", (today, urgency, daysLeft) => {
    const expected = { kind: "running", dueOn: "2026-11-13", urgency, daysLeft };
    expect(stands(today, 3, "2026-11-03")).toEqual(expected);
  });

  it.each([
    ["2026-11-25", "in_time"],
    ["2026-11-26", "due_soon"],
    ["2026-12-03", "due_soon"],
    ["2026-12-04", "overdue"],
  ])("on %s an invoice until 3 December is %s", (today, urgency) => {
    expect(stands(today, 5, "2026-11-03")).toMatchObject({ dueOn: "2026-12-03", urgency });
  });

  it("is not soon on the day it began, however short it is", () => {
    expect(stands("2026-11-03", 4, "2026-11-03")).toMatchObject({
      urgency: "in_time",
      daysLeft: 1,
    });
    expect(stands("2026-11-04", 4, "2026-11-03")).toMatchObject({ urgency: "due_soon" });
    expect(stands("2026-11-07", 4, "2026-11-06")).toMatchObject({ urgency: "due_soon" });
  });

  it("stands still, with the days it goes on with", () => {
    const open: [string, null] = ["2026-11-05", null];
    expect(stands("2026-11-20", 3, "2026-11-03", open)).toEqual({ kind: "paused", daysLeft: 6 });
  });

  it("was late before it was stopped, and still is", () => {
    const open: [string, null] = ["2026-11-16", null];
    expect(stands("2026-11-18", 3, "2026-11-03", open)).toEqual({ kind: "paused", daysLeft: -3 });
  });
});

describe("when it is paid at the latest", () => {
  const payDay = (today: string, ...of: Parameters<typeof clock>) =>
    expectedPayDay(calendar, clock(...of), today);

  it("adds every step that is left", () => {
    // 13 November; 16 November; 16 December; 18 December; 28 December.
    expect(payDay("2026-11-03", 3, "2026-11-03")).toBe("2026-12-28");
    expect(payDay("2026-11-03", 7, "2026-11-03")).toBe("2026-11-11");
  });

  it("counts from today where a step is late, and where its clock stands", () => {
    expect(payDay("2026-11-20", 7, "2026-11-03")).toBe("2026-11-20");
    expect(payDay("2026-11-10", 7, "2026-11-03", ["2026-11-05", null])).toBe("2026-11-16");
  });
});

describe("laws", () => {
  const workingSteps = [1, 2, 3, 4, 6, 7] as const;
  const step = fc.constantFrom(...workingSteps);
  const day = fc.integer({ min: 0, max: 700 }).map((offset) => addDays("2024-01-01", offset));
  const pauseAfter = (from: string): fc.Arbitrary<Pause> =>
    fc
      .tuple(fc.integer({ min: -20, max: 50 }), fc.integer({ min: 0, max: 25 }))
      .map(([at, length]) => ({ from: addDays(from, at), until: addDays(from, at + length) }));
  const clocks = fc
    .tuple(fc.constantFrom<Step>(...workingSteps, 5), day, fc.integer({ min: 0, max: 30 }))
    .chain(([of, enteredOn, before]) =>
      fc.array(pauseAfter(enteredOn), { maxLength: 4 }).map((pauses) => ({
        ...{ step: of, enteredOn, pauses },
        invoiceRequestedOn: of === 5 ? addDays(enteredOn, -before) : null,
      })),
    );

  function workingDaysIn(from: string, until: string): number {
    let count = 0;
    for (let at = addDays(from, 1); at <= until; at = addDays(at, 1)) {
      if (isWorkingDay(calendar, at)) count += 1;
    }
    return count;
  }

  it("a pause of k working days within a step moves its last day by k working days", () => {
    fc.assert(
      fc.property(step, day, fc.nat(), fc.nat({ max: 30 }), (of, enteredOn, at, length) => {
        const without = due(of, enteredOn);
        const days = (Date.parse(without) - Date.parse(enteredOn)) / 86_400_000;
        const from = addDays(enteredOn, at % days);
        const until = addDays(from, length);
        const moved = addWorkingDays(calendar, without, workingDaysIn(from, until));
        expect(due(of, enteredOn, [from, until])).toBe(moved);
      }),
    );
  });

  it("a last day is a working day, and no pause brings it forward", () => {
    fc.assert(
      fc.property(clocks, (of) => {
        const dueOn = dueDay(calendar, of);
        expect(isWorkingDay(calendar, dueOn)).toBe(true);
        expect(dueOn >= dueDay(calendar, { ...of, pauses: [] })).toBe(true);
      }),
    );
  });

  it("a longer pause, or one more, never brings the last day forward", () => {
    fc.assert(
      fc.property(clocks, fc.nat({ max: 3 }), fc.nat({ max: 9 }), (of, index, more) => {
        const longer = of.pauses.map((pause, at) =>
          at === index ? { ...pause, until: addDays(pause.until ?? "", more) } : pause,
        );
        const dueOn = dueDay(calendar, of);
        expect(dueDay(calendar, { ...of, pauses: longer }) >= dueOn).toBe(true);
        const fewer = { ...of, pauses: of.pauses.slice(1) };
        expect(dueDay(calendar, fewer) <= dueOn).toBe(true);
      }),
    );
  });

  it("a step begun later is not due earlier", () => {
    fc.assert(
      fc.property(clocks, fc.nat({ max: 9 }), (of, later) => {
        const moved = { ...of, enteredOn: addDays(of.enteredOn, later) };
        expect(dueDay(calendar, moved) >= dueDay(calendar, of)).toBe(true);
      }),
    );
  });

  it("the order of pauses does not matter, nor where one is cut in two", () => {
    fc.assert(
      fc.property(clocks, fc.nat({ max: 25 }), (of, at) => {
        const cut = of.pauses.flatMap(({ from, until }): Pause[] => {
          const middle = addDays(from, at);
          if (until === null || middle > until) return [{ from, until }];
          return [
            { from: middle, until },
            { from, until: middle },
          ];
        });
        expect(dueDay(calendar, { ...of, pauses: cut.reverse() })).toBe(dueDay(calendar, of));
      }),
    );
  });

  it("every step takes the days that the table gives it", () => {
    for (const of of workingSteps) {
      expect(workingDaysIn("2026-11-03", due(of, "2026-11-03"))).toBe(daysOfStep[of]);
    }
  });
});
