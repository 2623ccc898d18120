import { YuejieError } from "../domain/errors.js";
import { shanghaiMinute } from "../domain/instant.js";
import type { Notice } from "../domain/notice.js";
import { shanghaiDay } from "../domain/period.js";
import { type Connection, type Database, withTransaction } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import { readCalendar } from "./calendar.js";
import { type DueMonth, dueMonths, monthBefore, type ScheduleRule } from "./due-months.js";

/** What the schedule starts, each in the transaction that decides it. */
export interface ScheduleDoors {
  /** Errors: `work_under_way` (R-R2), which lets the month wait for the next tick. */
  openRun(connection: Connection, of: { period: string; now: Date }): Promise<{ runId: string }>;
  /** Asks for the shards of an open run to be settled. */
  requestSettlement(connection: Connection, runId: string): Promise<void>;
  /** Asks for what is done once a day. */
  requestSweep(connection: Connection, day: string): Promise<void>;
  tell(connection: Connection, notice: Notice): Promise<void>;
}

export interface TickOptions extends ScheduleDoors {
  readonly rule: ScheduleRule;
  /** Null: the month before the first start of any scheduler. */
  readonly firstPeriod: string | null;
  /** Facts arrive by themselves, so a run waits for them. */
  readonly hasInbox: boolean;
  /** Null: the time of the database, which all schedulers share whatever their machines' clocks say. */
  readonly now: Date | null;
}

/** Why a month that is due has not been started. */
export type WaitReason = "facts" | "facts_missing" | "earlier_month" | "other_work";

export interface TickResult {
  readonly started: readonly { readonly period: string; readonly runId: string }[];
  readonly waiting: readonly {
    readonly period: string;
    readonly reason: WaitReason;
    readonly what: string;
  }[];
  /** The day whose sweep this asked for. */
  readonly swept: string | null;
}

interface Standing {
  readonly period: string;
  readonly state: string | null;
  readonly is_done: boolean;
  readonly is_under_way: boolean;
}

/** The oldest month that is not done: none is started after it. */
interface Blocking {
  readonly period: string;
  /** It will not be done by itself. */
  readonly isInTrouble: boolean;
}

/**
 * Starts what is due: looks at the books and at the clock, remembers nothing, so it may be called at any time, by
 * any number of schedulers. Months follow each other: one is started when the one before it is done, since a
 * later run would take the earlier month's orders along.
 *
 * Source: R-R6.
 */
export async function tickSchedule(database: Database, options: TickOptions): Promise<TickResult> {
  const now = options.now ?? (await sharedTime(database));
  const swept = await askForSweep(database, options, now);
  const firstPeriod = options.firstPeriod ?? (await firstPeriodOf(database, now));
  const calendar = await readCalendar(database.pool);
  const { due, undated } = dueMonths(options.rule, { firstPeriod, now, calendar });
  const started: TickResult["started"][number][] = [];
  const waiting: TickResult["waiting"][number][] = [];
  let earlier: Blocking | null = null;
  for (const { month, standing } of await readStanding(database, due)) {
    const period = month.period.label;
    const isStarted = standing.state === "started";
    if (standing.is_done) {
      if (!isStarted && standing.state !== "by_hand") await noteRunByHand(database, month, now);
      continue;
    }
    if (isStarted) {
      earlier ??= { period, isInTrouble: !standing.is_under_way };
      continue;
    }
    const decision = await decide(database, { ...options, month, now, earlier });
    if (decision.kind === "started") started.push({ period, runId: decision.runId });
    if (decision.kind === "waits") {
      waiting.push({ period, reason: decision.reason, what: decision.what });
    }
    const isInTrouble = decision.kind === "waits" && decision.reason === "facts_missing";
    earlier ??= { period, isInTrouble };
  }
  if (undated !== null) await tellUndated(database, options, { ...undated, now });
  return { started, waiting, swept };
}

type Decision =
  | { readonly kind: "started"; readonly runId: string }
  | { readonly kind: "waits"; readonly reason: WaitReason; readonly what: string }
  /** Another scheduler was quicker. */
  | { readonly kind: "taken" };

type MonthOptions = TickOptions & {
  readonly month: DueMonth;
  readonly now: Date;
  readonly earlier: Blocking | null;
};

/** One transaction: the month's row, its run and the request to settle it, or none of them. */
async function decide(database: Database, options: MonthOptions): Promise<Decision> {
  const { month, now } = options;
  const period = month.period.label;
  try {
    return await withTransaction(database, async (connection): Promise<Decision> => {
      await connection.query(sqlFile("queries/schedule/take.sql"), [period, month.plannedAt, now]);
      const { rows } = await connection.query(sqlFile("queries/schedule/lock.sql"), [period]);
      const state: string = rows[0].state;
      if (state === "started" || state === "by_hand") return { kind: "taken" };
      const hindrance = await findHindrance(connection, options);
      if (hindrance !== null) {
        const { reason, what, notice } = hindrance;
        const next = notice === null ? "waiting" : reason === "facts_missing" ? "missing" : "held";
        if (next !== state) await note(connection, { period, state: next, runId: null, now });
        if (next !== state && notice !== null) await options.tell(connection, notice);
        return { kind: "waits", reason, what };
      }
      const { runId } = await options.openRun(connection, { period, now });
      await note(connection, { period, state: "started", runId, now });
      await options.requestSettlement(connection, runId);
      return { kind: "started", runId };
    });
  } catch (error) {
    // Whoever works on the settlees ends some time; the month is due in the next minute as well.
    if (error instanceof YuejieError && error.code === "work_under_way") {
      return { kind: "waits", reason: "other_work", what: String(error.details.holder) };
    }
    throw error;
  }
}

interface Hindrance {
  readonly reason: WaitReason;
  readonly what: string;
  /** What staff are to know; null while there is nothing for them to do. */
  readonly notice: Notice | null;
}

async function findHindrance(
  connection: Connection,
  { month, now, earlier, hasInbox }: MonthOptions,
): Promise<Hindrance | null> {
  const period = month.period.label;
  if (earlier !== null) {
    const details = { period, earlier: earlier.period };
    const notice: Notice = { kind: "run_held", about: period, at: now, details };
    const { isInTrouble } = earlier;
    return { reason: "earlier_month", what: earlier.period, notice: isInTrouble ? notice : null };
  }
  if (!hasInbox || month.waitUntil === null) return null;
  const { rows } = await connection.query(sqlFile("queries/schedule/facts-of.sql"), [period]);
  const { is_complete, is_coming, refused } = rows[0];
  if (is_complete) return null;
  const waitedUntil = shanghaiMinute(month.waitUntil);
  if (is_coming || now < month.waitUntil) {
    return { reason: "facts", what: waitedUntil, notice: null };
  }
  const details = { period, waitedUntil, refused };
  return {
    reason: "facts_missing",
    what: waitedUntil,
    notice: { kind: "facts_missing", about: period, at: now, details },
  };
}

async function note(
  connection: Connection,
  { period, state, runId, now }: { period: string; state: string; runId: string | null; now: Date },
): Promise<void> {
  await connection.query(sqlFile("queries/schedule/decide.sql"), [period, state, runId, now]);
}

/** Somebody ran the month after its time had come: that is the run it was to have. */
async function noteRunByHand(database: Database, month: DueMonth, now: Date): Promise<void> {
  const period = month.period.label;
  await withTransaction(database, async (connection) => {
    await connection.query(sqlFile("queries/schedule/take.sql"), [period, month.plannedAt, now]);
    const { rows } = await connection.query(sqlFile("queries/schedule/lock.sql"), [period]);
    if (rows[0].state === "started") return;
    await note(connection, { period, state: "by_hand", runId: null, now });
  });
}

/** Where each of these months stands, in their order. */
export async function readStanding(
  database: Database,
  due: readonly DueMonth[],
): Promise<{ month: DueMonth; standing: Standing }[]> {
  const { rows } = await database.pool.query<Standing>(sqlFile("queries/schedule/standing.sql"), [
    due.map(({ period }) => period.label),
    due.map(({ plannedAt }) => plannedAt),
  ]);
  const standings = new Map(rows.map((row) => [row.period, row]));
  return due.flatMap((month) => {
    const standing = standings.get(month.period.label);
    return standing === undefined ? [] : [{ month, standing }];
  });
}

async function askForSweep(
  database: Database,
  { requestSweep }: TickOptions,
  now: Date,
): Promise<string | null> {
  const day = shanghaiDay(now);
  return withTransaction(database, async (connection) => {
    const { rowCount } = await connection.query(sqlFile("queries/schedule/sweep.sql"), [day, now]);
    if (rowCount === 0) return null;
    await requestSweep(connection, day);
    return day;
  });
}

async function tellUndated(
  database: Database,
  { tell }: TickOptions,
  { period, year, now }: { period: { label: string }; year: number; now: Date },
): Promise<void> {
  const details = { period: period.label, year };
  await withTransaction(database, (connection) =>
    tell(connection, { kind: "calendar_missing", about: String(year), at: now, details }),
  );
}

async function sharedTime(database: Database): Promise<Date> {
  const { rows } = await database.pool.query(sqlFile("queries/schedule/now.sql"));
  return new Date(Number(rows[0].now));
}

/** The first scheduler ever settles it for all. */
async function firstPeriodOf(database: Database, now: Date): Promise<string> {
  const { pool } = database;
  await pool.query(sqlFile("queries/schedule/start.sql"), [monthBefore(now), now]);
  const { rows } = await pool.query(sqlFile("queries/schedule/first-period.sql"));
  return rows[0].first_period;
}
