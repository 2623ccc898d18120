import type { Parts } from "./compose.js";
import type { Role, Step } from "./domain/lifecycle/states.js";
import { shanghaiDay } from "./domain/period.js";
import type { DueStep, LateMonth } from "./lifecycle/due.js";
import type { SweepDuesResult } from "./lifecycle/reminders.js";
import { tellSettlee } from "./tell-settlee.js";
import { tellStaff } from "./tell-staff.js";

/** What is wanted of all that waits; what is not said does not matter. */
export interface DueFilter {
  readonly step?: Step | undefined;
  readonly holder?: Role | undefined;
  readonly settleeNo?: string | undefined;
  readonly isOverdue?: boolean | undefined;
  /** Working days at most that are left; what is overdue has fewer. */
  readonly withinDays?: number | undefined;
}

/** Deadlines and reminders (R-W1, R-W6). */
export interface DueFeatures {
  /** Statements and months that wait for somebody, in the order in which they are due. */
  list(filter: DueFilter): Promise<DueStep[]>;
  /** Once a day: reminds whoever is late, or soon will be. */
  sweep(): Promise<SweepDuesResult>;
}

export function offerDue(parts: Parts): DueFeatures {
  const { clock } = parts;
  return {
    list: async (filter) => {
      const { settleeNo } = filter;
      const { inOrderOfDays, listWaiting, monthStep } = await import("./lifecycle/due.js");
      const days = { calendar: await calendarOf(parts), today: shanghaiDay(clock.now()) };
      const { pool } = await parts.database();
      const waiting = await listWaiting(pool, { settleeNo }, days);
      const statements = waiting.map(({ enteredAt: _, ...step }) => step);
      const months = settleeNo === undefined ? await lateMonthsOf(parts) : [];
      const all = [...months.map((month) => monthStep(month, days)), ...statements];
      return inOrderOfDays(all.filter((step) => matches(step, filter)));
    },
    sweep: async () => {
      const { sweepDues } = await import("./lifecycle/reminders.js");
      return sweepDues(await parts.database(), {
        now: clock.now(),
        calendar: await calendarOf(parts),
        lateMonths: await lateMonthsOf(parts),
        tell: tellSettlee,
        tellStaff,
      });
    },
  };
}

function matches({ step, holder, urgency, dueOn, daysLeft }: DueStep, wanted: DueFilter): boolean {
  return (
    (wanted.step === undefined || step === wanted.step) &&
    (wanted.holder === undefined || holder === wanted.holder) &&
    (wanted.isOverdue !== true || urgency === "overdue") &&
    // A clock that stands is due on no day.
    (wanted.withinDays === undefined ||
      (dueOn !== null && daysLeft !== null && daysLeft <= wanted.withinDays))
  );
}

async function calendarOf(parts: Parts) {
  const { readCalendar } = await import("./schedule/calendar.js");
  return readCalendar((await parts.database()).pool);
}

async function lateMonthsOf(parts: Parts): Promise<LateMonth[]> {
  const { listLateMonths } = await import("./schedule/late-months.js");
  const { schedule } = await parts.settings();
  const of = { rule: schedule, firstPeriod: schedule.firstPeriod, now: parts.clock.now() };
  const months = await listLateMonths(await parts.database(), of);
  return months.map(({ period, plannedAt }) => ({
    period: period.label,
    plannedOn: shanghaiDay(plannedAt),
  }));
}
