import type { Database } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { readCalendar } from "./calendar.js";
import { dueMonths, type ScheduleRule } from "./due-months.js";
import { readStanding } from "./tick.js";

/** Months that are due and have no run that is done, whatever keeps them. */
export interface LateMonths {
  readonly count: number;
  /** How long the oldest of them has been due; 0 where there is none. */
  readonly seconds: number;
}

/** Looks at the schedule without moving it; nothing is late before a scheduler has started. */
export async function lateMonths(
  database: Database,
  { rule, firstPeriod, now }: { rule: ScheduleRule; firstPeriod: string | null; now: Date },
): Promise<LateMonths> {
  const { pool } = database;
  const kept = await pool.query(sqlFile("queries/schedule/first-period.sql"));
  const first: string | null = firstPeriod ?? kept.rows[0]?.first_period ?? null;
  if (first === null) return { count: 0, seconds: 0 };
  const calendar = await readCalendar(pool);
  const { due } = dueMonths(rule, { firstPeriod: first, now, calendar });
  const standings = await readStanding(database, due);
  const late = standings.filter(({ standing }) => !standing.is_done);
  const [oldest] = late;
  const lagMs = oldest === undefined ? 0 : now.getTime() - oldest.month.plannedAt.getTime();
  return { count: late.length, seconds: lagMs / 1_000 };
}
