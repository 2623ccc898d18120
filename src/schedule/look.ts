import type { Database } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { readCalendar } from "./calendar.js";
import { type DueMonth, dueMonths, type ScheduleRule } from "./due-months.js";

/** Where the schedule stands, for people. */
export interface ScheduleView {
  /** Null: no scheduler has started yet, and no setting names a first month. */
  readonly firstPeriod: string | null;
  readonly next: DueMonth | null;
  /** Months that were due and wait: for their facts, or for a month before them. */
  readonly behind: readonly { readonly period: string; readonly state: string }[];
  readonly years: readonly number[];
}

/** Looks at the schedule without moving it. */
export async function lookAtSchedule(
  database: Database,
  { rule, firstPeriod, now }: { rule: ScheduleRule; firstPeriod: string | null; now: Date },
): Promise<ScheduleView> {
  const { pool } = database;
  const calendar = await readCalendar(pool);
  const kept = await pool.query(sqlFile("queries/schedule/first-period.sql"));
  const first: string | null = firstPeriod ?? kept.rows[0]?.first_period ?? null;
  const { rows } = await pool.query(sqlFile("queries/schedule/list-behind.sql"));
  return {
    firstPeriod: first,
    next: first === null ? null : dueMonths(rule, { firstPeriod: first, now, calendar }).next,
    behind: rows,
    years: calendar.years,
  };
}
