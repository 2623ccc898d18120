import type { Period } from "../domain/period.js";

/**
 * Time in a data set: whole seconds since midnight, Shanghai wall clock, of the timeline's first day.
 * Plain integers keep a million orders fast; the wall clock needs no zone, R-TIME reads it as Shanghai.
 */
export type Second = number;

/** A time that has not come: written as a blank. */
export const never: Second = -1;
export const minute = 60;
export const hour = 3600;
export const day = 86_400;

const daysBefore = 150; // orders of the first month may be that old
const daysAfter = 500; // renewals are paid that long before they take effect

export interface Timeline {
  /** `YYYY-MM-DD hh:mm:ss`, or nothing for `never`. */
  text(second: Second): string;
  month(period: Period): Month;
}

/** One delivery's month, half open, with the rhythm of its business. */
export interface Month {
  readonly start: Second;
  readonly end: Second;
  /** The moment by which the share `part` (0 ≤ part < 1) of the month's orders has come; ascending. */
  businessMoment(part: number): Second;
  /** The same for what comes round the clock. */
  evenMoment(part: number): Second;
}

/** The timeline of the months from `first` to `last`, with room before and after. */
export function makeTimeline(first: Period, last: Period): Timeline {
  const baseMs = dayMs(first.startDay) - daysBefore * day * 1000;
  const count = Math.round((dayMs(last.endDay) - baseMs) / (day * 1000)) + daysAfter;
  const days = Array.from({ length: count }, (_, index) =>
    new Date(baseMs + index * day * 1000).toISOString().slice(0, 10),
  );
  const twoDigits = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, "0"));
  const minutes = Array.from(
    { length: 1440 },
    (_, index) => ` ${twoDigits[Math.floor(index / 60)]}:${twoDigits[index % 60]}:`,
  );
  return {
    text(second) {
      if (second === never) return "";
      const dayIndex = Math.floor(second / day);
      const rest = second - dayIndex * day;
      const minuteIndex = Math.floor(rest / minute);
      return `${days[dayIndex]}${minutes[minuteIndex]}${twoDigits[rest - minuteIndex * minute]}`;
    },
    month: (period) => makeMonth(period, baseMs),
  };
}

function dayMs(label: string): number {
  return Date.parse(`${label}T00:00:00Z`);
}

/** How busy each hour of a day is: offices open at nine, rest at noon, few buy at night. */
const hourWeights = [
  0.4, 0.2, 0.15, 0.1, 0.1, 0.15, 0.4, 1, 3, 8, 10, 9, 5, 5.5, 8.5, 9.5, 9, 7, 4, 3, 3, 2.5, 1.8,
  0.9,
];
const steps = 8192;

function makeMonth(period: Period, baseMs: number): Month {
  const start = (dayMs(period.startDay) - baseMs) / 1000;
  const end = (dayMs(period.endDay) - baseMs) / 1000;
  const moments = momentTable(period, (end - start) / day);
  return {
    start,
    end,
    businessMoment(part) {
      const position = part * steps;
      const step = Math.floor(position);
      const from = moments[step] as number;
      const to = moments[step + 1] as number;
      return start + Math.floor(from + (to - from) * (position - step));
    },
    evenMoment: (part) => start + Math.floor(part * (end - start)),
  };
}

/** Weekends are quiet, so is the week of the National Day; the last three days of a month are not. */
function dayWeight(date: Date, daysLeft: number): number {
  const isWeekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
  const isNationalWeek = date.getUTCMonth() === 9 && date.getUTCDate() <= 7;
  if (isNationalWeek) return 0.3;
  return (isWeekend ? 0.35 : 1) * (daysLeft <= 3 ? 1.6 : 1);
}

/** The second of the month at which each 1/8192 of the business is done; one more entry for its end. */
function momentTable(period: Period, dayCount: number): Float64Array {
  const weights: number[] = [];
  for (let index = 0; index < dayCount; index += 1) {
    const date = new Date(dayMs(period.startDay) + index * day * 1000);
    const weight = dayWeight(date, dayCount - index);
    for (const hourWeight of hourWeights) weights.push(weight * hourWeight);
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const table = new Float64Array(steps + 1);
  let slot = 0;
  let before = 0;
  for (let step = 0; step < steps; step += 1) {
    const wanted = (step / steps) * total;
    while (slot < weights.length - 1 && before + (weights[slot] as number) <= wanted) {
      before += weights[slot] as number;
      slot += 1;
    }
    table[step] = (slot + (wanted - before) / (weights[slot] as number)) * hour;
  }
  table[steps] = dayCount * day;
  return table;
}
