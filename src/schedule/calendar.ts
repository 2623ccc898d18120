import { readFile } from "node:fs/promises";
import { parseCalendarFile } from "../domain/calendar-file.js";
import { YuejieError } from "../domain/errors.js";
import { statutoryYears } from "../domain/statutory-years.js";
import { type Calendar, type CalendarYear, createCalendar } from "../domain/working-days.js";
import type { Database, Queryable } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";

/** A year of the calendar as it stands. */
export interface KnownYear extends CalendarYear {
  /** Null: it came with this version. */
  readonly importedBy: string | null;
}

/** The years that came with this version, and those that were imported, which go before them. */
export async function listCalendarYears(queryable: Queryable): Promise<KnownYear[]> {
  const { rows } = await queryable.query(sqlFile("queries/calendar/list.sql"));
  const imported = rows.map((row) => ({
    year: row.year as number,
    source: row.source as string,
    daysOff: row.days_off as string[],
    makeUpDays: row.make_up_days as string[],
    importedBy: row.actor as string,
  }));
  const builtIn = statutoryYears
    .filter(({ year }) => !imported.some((it) => it.year === year))
    .map((it) => ({ ...it, importedBy: null }));
  return [...builtIn, ...imported].sort((a, b) => a.year - b.year);
}

export async function readCalendar(queryable: Queryable): Promise<Calendar> {
  return createCalendar(await listCalendarYears(queryable));
}

/**
 * Stores a year that an operator wrote down; one that is there is replaced.
 *
 * Errors: `calendar_unreadable`, `calendar_value`, `calendar_day_not_off`; nothing is stored then.
 * Source: R-W1.
 */
export async function importCalendarYear(
  database: Database,
  { path, actor, now }: { path: string; actor: string; now: Date },
): Promise<{ year: number; changed: boolean }> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new YuejieError("calendar_unreadable", { path, reason: error.code ?? "" }, error);
  });
  const { year, source, daysOff, makeUpDays } = parseCalendarFile(text, path);
  const { rowCount } = await database.pool.query(sqlFile("queries/calendar/import.sql"), [
    year,
    source,
    [...daysOff],
    [...makeUpDays],
    now,
    actor,
  ]);
  return { year, changed: rowCount === 1 };
}
