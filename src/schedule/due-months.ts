import { YuejieError } from "../domain/errors.js";
import { monthOf, type Period, parseMonth, shanghaiDay } from "../domain/period.js";
import { addDays, type Calendar, workingDayFrom } from "../domain/working-days.js";

/** When months are run by themselves; `docs/settings.md`. */
export interface ScheduleRule {
  readonly day: number;
  readonly time: string;
  readonly moveToWorkingDay: boolean;
  readonly waitForDelivery: { readonly daysLater: number; readonly time: string } | null;
}

/** A month whose time has come. */
export interface DueMonth {
  readonly period: Period;
  readonly plannedAt: Date;
  /** Until when its facts are waited for; null: they are not. */
  readonly waitUntil: Date | null;
}

export interface DueMonths {
  /** Oldest first. */
  readonly due: readonly DueMonth[];
  /** The first month that is not due yet; null where its day cannot be told. */
  readonly next: DueMonth | null;
  /** The first month whose day cannot be told, as its year has no table of working days (R-W1). */
  readonly undated: { readonly period: Period; readonly year: number } | null;
}

/**
 * The months that are to have been started by `now`, whatever was missed, and the one that comes next.
 *
 * Shape:  from `firstPeriod` on, without a gap; nothing where it lies ahead.
 * Source: R-R6.
 */
export function dueMonths(
  rule: ScheduleRule,
  { firstPeriod, now, calendar }: { firstPeriod: string; now: Date; calendar: Calendar },
): DueMonths {
  const due: DueMonth[] = [];
  for (let period = parseMonth(firstPeriod); ; period = monthOf(period.end)) {
    try {
      const month = planMonth(rule, period, calendar);
      if (month.plannedAt > now) return { due, next: month, undated: null };
      due.push(month);
    } catch (error) {
      const year = error instanceof YuejieError && error.code === "calendar_year_missing";
      if (!year) throw error;
      const undated = { period, year: Number(error.details.year) };
      return { due, next: null, undated };
    }
  }
}

/**
 * When the run of a month starts, and until when it waits for its facts.
 *
 * Errors: `calendar_year_missing` where the day is to be a working day of a year without a table.
 */
export function planMonth(rule: ScheduleRule, period: Period, calendar: Calendar): DueMonth {
  const named = `${period.endDay.slice(0, 8)}${String(rule.day).padStart(2, "0")}`;
  const day = rule.moveToWorkingDay ? workingDayFrom(calendar, named) : named;
  const { waitForDelivery } = rule;
  return {
    period,
    plannedAt: shanghaiTime(day, rule.time),
    waitUntil:
      waitForDelivery &&
      shanghaiTime(addDays(day, waitForDelivery.daysLater), waitForDelivery.time),
  };
}

/** The month before the one that an instant falls in: what a first start catches up. */
export function monthBefore(now: Date): string {
  return shanghaiDay(new Date(monthOf(now).start.getTime() - 1)).slice(0, 7);
}

/** Shanghai has had no daylight saving since 1991 (R-TIME). */
function shanghaiTime(day: string, time: string): Date {
  return new Date(`${day}T${time}:00+08:00`);
}
