import type { Database } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { listRuns, type RunRow } from "./run-history.js";

/** What operators watch of runs. */
export interface RunFigures {
  /** Runs there ever were. */
  readonly counts: Readonly<Record<RunRow["state"], number>>;
  /** Months whose failed run nobody made good, and settlees that the last run which covered them parked. */
  readonly standing: { readonly failedPeriods: number; readonly parkedSettlees: number };
  /** Those that are under way. */
  readonly open: readonly RunRow[];
  /** The newest one that has ended, with the lines of its period's statements. */
  readonly last: (RunRow & { readonly lines: number }) | null;
}

/** Runs of settlees that do not meet may be under way at once; more than these are not told one by one. */
const newestRuns = 50;

export async function readRunFigures(database: Database): Promise<RunFigures> {
  const counted = await database.pool.query(sqlFile("queries/run/counts.sql"));
  const { rows } = await database.pool.query(sqlFile("queries/run/standing.sql"));
  const runs = await listRuns(database, { limit: newestRuns });
  const last = runs.find(({ state }) => state === "completed" || state === "failed") ?? null;
  return {
    counts: numbersOf(counted.rows[0]) as RunFigures["counts"],
    standing: {
      failedPeriods: Number(rows[0].failed_periods),
      parkedSettlees: Number(rows[0].parked_settlees),
    },
    open: runs.filter(({ state }) => state === "running"),
    last: last && { ...last, lines: await countLines(database, last.period) },
  };
}

async function countLines(database: Database, period: string): Promise<number> {
  const { rows } = await database.pool.query(sqlFile("queries/run/line-count.sql"), [period]);
  return Number(rows[0].lines);
}

function numbersOf(row: Readonly<Record<string, string>>): Record<string, number> {
  return Object.fromEntries(Object.entries(row).map(([name, count]) => [name, Number(count)]));
}
