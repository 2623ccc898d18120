import type { Database } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { readCalendar } from "./calendar.js";
import { type DueMonth, dueMonths, type ScheduleRule } from "./due-months.js";
import { readStanding } from "./tick.js";

/** Months that are due and have no run that is done, whatever keeps them. */
export interface LateMonths {
  readonly count: number;
  /** How long the oldest of them has been due; 0 where there is none. */
  readonly seconds: number;
}

/** When months are due. */
export interface LateRule {
  readonly rule: ScheduleRule;
  readonly firstPeriod: string | null;
  readonly now: Date;
}

/** Looks at the schedule without moving it; nothing is late before a scheduler has started. Oldest first. */
export async function listLateMonths(
  database: Database,
  { rule, firstPeriod, now }: LateRule,
): Promise<DueMonth[]> {
  const { pool } = database;
  const kept = await pool.query(sqlFile("queries/schedule/first-period.sql"));
  const first: string | null = firstPeriod ?? kept.rows[0]?.first_period ?? null;
  if (first === null) return [];
  const calendar = await readCalendar(pool);
  const { due } = dueMonths(rule, { firstPeriod: first, now, calendar });
  const standings = await readStanding(database, due);
  return standings.filter(({ standing }) => !standing.is_done).map(({ month }) => month);
}

/** How many of them there are, and for how long. */
export async function lateMonths(database: Database, rule: LateRule): Promise<LateMonths> {
  const late = await listLateMonths(database, rule);
  const [oldest] = late;
  const lagMs = oldest === undefined ? 0 : rule.now.getTime() - oldest.plannedAt.getTime();
  return { count: late.length, seconds: lagMs / 1_000 };
}
