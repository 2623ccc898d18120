import {
  addDays,
  addWorkingDays,
  type Calendar,
  isWorkingDay,
  workingDayFrom,
} from "../working-days.js";
import type { Step } from "./states.js";

/** Working days that a step may take; the invoice's month is no such number (R-W1, R-W8). */
export const daysOfStep: Readonly<Record<Exclude<Step, 5>, number>> = {
  1: 1,
  2: 2,
  3: 8,
  4: 1,
  6: 2,
  7: 6,
};

/** Working days a refused invoice's settlee has at least, however little is left of the month (R-W8). */
export const daysToIssueAgain = 5;

/** The last week of the invoice's month is soon; of other steps the last working day. */
const soonDaysOfInvoice = 7;

/** Days on which a clock stands: those after `from`, up to `until` included. Days are `YYYY-MM-DD`. */
export interface Pause {
  readonly from: string;
  /** Null: it stands still. */
  readonly until: string | null;
}

/** What tells when a step is due. */
export interface StepClock {
  readonly step: Step;
  /** The day on which the step began, or began anew. */
  readonly enteredOn: string;
  /** Step 5: the day of the first request, from which the month counts. */
  readonly invoiceRequestedOn?: string | null;
  /** Questions and lapses of certification, in any order; those before the step began do not matter. */
  readonly pauses: readonly Pause[];
}

/** How a step stands on a day. */
export type Standing =
  /** The clock goes on with these working days; fewer than none: it was late before it was stopped. */
  | { readonly kind: "paused"; readonly daysLeft: number }
  | {
      readonly kind: "running";
      /** The last day of the step: it is late when that is over, 24:00 Shanghai. */
      readonly dueOn: string;
      readonly urgency: "in_time" | "due_soon" | "overdue";
      /** Working days from today to the due day; negative: so many are over. */
      readonly daysLeft: number;
    };

/**
 * How a step stands.
 *
 * Shape:  `today` in Shanghai; a pause that has not ended stops the clock whatever was left.
 * Units:  working days of the statutory calendar, make-up days included.
 * Errors: `calendar_year_missing` where a day must be judged whose year is not known: never a guess.
 * Source: R-W1, R-W4, R-W5, R-W6, R-W8.
 */
export function standingOf(calendar: Calendar, clock: StepClock, today: string): Standing {
  const dueOn = dueDay(calendar, goesOn(clock, today));
  const daysLeft = workingDaysBetween(calendar, today, dueOn);
  if (clock.pauses.some(({ until }) => until === null)) return { kind: "paused", daysLeft };
  const isNear = clock.step === 5 ? today >= addDays(dueOn, -soonDaysOfInvoice) : daysLeft <= 1;
  // Whoever was asked today need not be reminded today, however few days the step has.
  const isSoon = isNear && today > clock.enteredOn;
  const urgency = today > dueOn ? "overdue" : isSoon ? "due_soon" : "in_time";
  return { kind: "running", dueOn, urgency, daysLeft };
}

/**
 * The last day of a step, of a clock that runs: pauses that have not ended are left out. The clock goes on
 * after a pause with the days that were left, so that days of a pause count for nothing. Where it was stopped on the
 * last day, the rest of a working day is left; where it was late before, nothing is.
 *
 * Errors: as {@link standingOf}.
 */
export function dueDay(calendar: Calendar, clock: StepClock): string {
  const { step, enteredOn } = clock;
  const pauses = pausesSince(clock.pauses, enteredOn);
  if (step !== 5) return countDays(calendar, enteredOn, daysOfStep[step], pauses);
  const requestedOn = clock.invoiceRequestedOn ?? enteredOn;
  const month = endOfMonthFrom(calendar, requestedOn, pausesSince(clock.pauses, requestedOn));
  if (requestedOn === enteredOn) return month;
  const again = countDays(calendar, enteredOn, daysToIssueAgain, pauses);
  return again > month ? again : month;
}

/**
 * When a statement is paid at the latest, if every step from here on takes all of its time; of one whose clock
 * stands, if it went on today.
 *
 * Errors: as {@link standingOf}.
 */
export function expectedPayDay(calendar: Calendar, clock: StepClock, today: string): string {
  const due = dueDay(calendar, goesOn(clock, today));
  let day = due > today ? due : today;
  for (let step = clock.step + 1; step <= 7; step += 1) {
    day =
      step === 5
        ? endOfMonthFrom(calendar, day, [])
        : addWorkingDays(calendar, day, daysOfStep[step as Exclude<Step, 5>]);
  }
  return day;
}

/** The corresponding day of the next month, or its last day. */
export function sameDayNextMonth(day: string): string {
  const [year = 0, month = 0, dayOfMonth = 0] = day.split("-").map(Number);
  const lastOfNext = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const next = new Date(Date.UTC(year, month, Math.min(dayOfMonth, lastOfNext)));
  return next.toISOString().slice(0, 10);
}

/** The clock as it would be if it went on today. */
function goesOn(clock: StepClock, today: string): StepClock {
  const pauses = clock.pauses.map(({ from, until }) => ({ from, until: until ?? today }));
  return { ...clock, pauses };
}

/** A pause that has ended. */
interface PastPause {
  readonly from: string;
  readonly until: string;
}

function endOfMonthFrom(calendar: Calendar, day: string, pauses: readonly PastPause[]): string {
  let end = sameDayNextMonth(day);
  for (let at = day; at < end; ) {
    at = addDays(at, 1);
    if (isIn(pauses, at)) end = addDays(end, 1);
  }
  return restOfLastDay(calendar, workingDayFrom(calendar, end), pauses);
}

/** The `count`-th working day after `day` that lies in no pause. */
function countDays(
  calendar: Calendar,
  day: string,
  count: number,
  pauses: readonly PastPause[],
): string {
  let reached = day;
  for (let left = count; left > 0; ) {
    reached = addDays(reached, 1);
    if (!isIn(pauses, reached) && isWorkingDay(calendar, reached)) left -= 1;
  }
  return restOfLastDay(calendar, reached, pauses);
}

/** No whole day is left to a clock that stopped on its last one, but it is not late: the rest of a day is. */
function restOfLastDay(calendar: Calendar, last: string, pauses: readonly PastPause[]): string {
  let day = last;
  for (;;) {
    const pause = pauses.find(({ from, until }) => from <= day && day < until);
    if (pause === undefined) return day;
    day = workingDayFrom(calendar, pause.until);
  }
}

function pausesSince(pauses: readonly Pause[], day: string): PastPause[] {
  return pauses.flatMap(({ from, until }) =>
    until === null || until <= day ? [] : [{ from: from > day ? from : day, until }],
  );
}

function isIn(pauses: readonly PastPause[], day: string): boolean {
  return pauses.some(({ from, until }) => day > from && day <= until);
}

/** Working days after `from` up to `to`; negative the other way round. */
function workingDaysBetween(calendar: Calendar, from: string, to: string): number {
  if (to < from) return 0 - workingDaysBetween(calendar, to, from);
  let days = 0;
  for (let day = from; day < to; ) {
    day = addDays(day, 1);
    if (isWorkingDay(calendar, day)) days += 1;
  }
  return days;
}
