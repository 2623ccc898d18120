import { YuejieError } from "./errors.js";

/** What a notice of the State Council says about one year's holidays. */
export interface CalendarYear {
  readonly year: number;
  /** The notice, e.g. `国办发明电〔2025〕7号`. */
  readonly source: string;
  /** Days off as the notice lists them: `2026-06-19`, or from and to, `2026-06-19/2026-06-21`. */
  readonly daysOff: readonly string[];
  /** Days of a weekend that are worked. */
  readonly makeUpDays: readonly string[];
}

/** China's statutory calendar, as far as its notices were published (R-W1). */
export interface Calendar {
  /** The years that are known, ascending; any other is refused, never guessed. */
  readonly years: readonly number[];
  /** Days that are not what their weekday says: true where they are worked. */
  readonly exceptions: ReadonlyMap<string, boolean>;
}

/**
 * Puts years together. Of two tables of one year the later in the list holds, so that an amended notice
 * replaces the first; a notice may also name days of the December before its year, and then goes before
 * that year's own.
 */
export function createCalendar(tables: readonly CalendarYear[]): Calendar {
  const byYear = new Map(tables.map((table) => [table.year, table]));
  const years = [...byYear.keys()].sort((a, b) => a - b);
  const exceptions = new Map<string, boolean>();
  for (const year of years) {
    const table = byYear.get(year);
    for (const day of table?.daysOff.flatMap(daysOf) ?? []) exceptions.set(day, false);
    for (const day of table?.makeUpDays ?? []) exceptions.set(day, true);
  }
  return { years, exceptions };
}

/**
 * Whether a day, `YYYY-MM-DD`, is worked: weekdays that are no holidays, and make-up days.
 *
 * Errors: `calendar_year_missing` where the year's notice is not known.
 */
export function isWorkingDay({ years, exceptions }: Calendar, day: string): boolean {
  const year = Number(day.slice(0, 4));
  if (!years.includes(year)) throw new YuejieError("calendar_year_missing", { year });
  return exceptions.get(day) ?? !isWeekend(day);
}

/** The first working day after `day`. */
export function nextWorkingDay(calendar: Calendar, day: string): string {
  return addWorkingDays(calendar, day, 1);
}

/** `day` itself where it is worked, else the first working day after it. */
export function workingDayFrom(calendar: Calendar, day: string): string {
  return isWorkingDay(calendar, day) ? day : nextWorkingDay(calendar, day);
}

/**
 * The `count`-th working day after `day`; `day` itself does not count, be it worked or not (R-W1).
 *
 * @param count a whole number; 0 gives `day`.
 */
export function addWorkingDays(calendar: Calendar, day: string, count: number): string {
  let reached = day;
  for (let left = count; left > 0; ) {
    reached = addDays(reached, 1);
    if (isWorkingDay(calendar, reached)) left -= 1;
  }
  return reached;
}

/** The day that many calendar days later. */
export function addDays(day: string, count: number): string {
  return new Date(midnightOf(day) + count * 86_400_000).toISOString().slice(0, 10);
}

/** Saturday or Sunday. */
export function isWeekend(day: string): boolean {
  return new Date(midnightOf(day)).getUTCDay() % 6 === 0;
}

/** The days of a span, ascending; a single day is a span of one. */
export function daysOf(span: string): string[] {
  const [from = span, to = from] = span.split("/");
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Days are counted in UTC, where each has 24 hours whatever the machine's own zone does. */
function midnightOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}
