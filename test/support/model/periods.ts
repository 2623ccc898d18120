import { type Instant, instant, shanghaiDay } from "./facts.js";

/** The month after a month `2026-12`. */
export function nextMonth(month: string): string {
  const year = Number(month.slice(0, 4));
  const number = Number(month.slice(5, 7));
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}

/** The first instant after a month: periods are half open. */
export function endOfMonth(month: string): Instant {
  return instant(`${nextMonth(month)}-01 00:00:00`);
}

export function quarterOf(month: string): string {
  return `${month.slice(0, 4)}Q${Math.ceil(Number(month.slice(5, 7)) / 3)}`;
}

export function endsQuarter(month: string): boolean {
  return Number(month.slice(5, 7)) % 3 === 0;
}

/** The last month of a period: the month whose run makes its statements. */
export function lastMonth(label: string): string {
  const quarter = /^(\d{4})Q([1-4])$/.exec(label);
  if (!quarter) return label;
  return `${quarter[1]}-${String(Number(quarter[2]) * 3).padStart(2, "0")}`;
}

/** The first period of a cycle that starts when or after the given period has ended (R-S4). */
export function firstPeriodAfter(label: string, quarterly: boolean): string {
  let month = nextMonth(lastMonth(label));
  if (!quarterly) return month;
  while (Number(month.slice(5, 7)) % 3 !== 1) month = nextMonth(month);
  return quarterOf(month);
}

export function monthOf(at: Instant): string {
  return shanghaiDay(at).slice(0, 7);
}
