import type { StepsDue } from "../domain/notice.js";
import { shanghaiDay } from "../domain/period.js";
import { addDays, type Calendar } from "../domain/working-days.js";
import { type Connection, type Database, withTransaction } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";
import {
  type DueDays,
  type DueStep,
  inOrderOfDays,
  type LateMonth,
  listWaiting,
  monthStep,
  type WaitingStatement,
} from "./due.js";
import { lockStatement } from "./locked-statement.js";
import type { TellPartner, TellStaff } from "./tell-partner.js";

/** From the mildest to the most urgent (R-W6). */
const stages = ["seven_days", "one_day", "overdue"] as const;

type Stage = (typeof stages)[number];

/** Of each group of steps; who wants all of them asks `due`. */
const mostNamed = 100;

/** The State Council's notice of the next year appears in November. */
const monthOfNextYear = 11;

export interface SweepDuesOptions {
  readonly now: Date;
  readonly calendar: Calendar;
  readonly lateMonths: readonly LateMonth[];
  readonly tell: TellPartner;
  readonly tellStaff: TellStaff;
}

export interface SweepDuesResult {
  /** Settlees that were reminded of an invoice now, by statement. */
  readonly reminded: readonly { readonly statementNo: string; readonly stage: Stage }[];
  /** Steps that are late, or soon will be. */
  readonly late: number;
  /** Years whose working days should be known by now. */
  readonly yearsMissing: readonly number[];
}

/**
 * Tells whoever holds a step before it is late, and when it is: once a day staff, once a stage of a due day settlees
 * that have yet to invoice. Whatever days were missed, the most urgent reminder goes and those before it do not.
 *
 * Done again, or by two at once, it tells nothing twice.
 *
 * Source: R-W6, R-W1.
 */
export async function sweepDues(
  database: Database,
  { now, calendar, lateMonths, tell, tellStaff }: SweepDuesOptions,
): Promise<SweepDuesResult> {
  const days: DueDays = { calendar, today: shanghaiDay(now) };
  const waiting = await listWaiting(database.pool, {}, days);
  const reminded: { statementNo: string; stage: Stage }[] = [];
  for (const { statementNo } of waiting.filter((it) => stageOf(it, days.today) !== null)) {
    const stage = await withTransaction(database, (connection) =>
      remind(connection, statementNo, { days, now, tell }),
    );
    if (stage !== null) reminded.push({ statementNo, stage });
  }
  const steps = [...lateMonths.map((month) => monthStep(month, days)), ...waiting];
  const groups = groupsOf(inOrderOfDays(steps));
  const yearsMissing = missingYears(steps, days);
  await withTransaction(database, async (connection) => {
    const { today: day } = days;
    for (const { holder, steps: own } of sharesOf(groups)) {
      const about = holder === null ? day : `${day}-${holder}`;
      const details = { day, holder, steps: own };
      await tellStaff(connection, { kind: "steps_due", about, at: now, details });
    }
    for (const year of yearsMissing) {
      const details = { period: null, year };
      const about = String(year);
      await tellStaff(connection, { kind: "calendar_missing", about, at: now, details });
    }
  });
  return { reminded, late: steps.filter(isLate).length, yearsMissing };
}

/** Looks once more with the statement held: it may have been invoiced, questioned or reminded of meanwhile. */
async function remind(
  connection: Connection,
  statementNo: string,
  { days, now, tell }: { days: DueDays; now: Date; tell: TellPartner },
): Promise<Stage | null> {
  const statement = await lockStatement(connection, statementNo);
  const [waiting] = await listWaiting(connection, { statementNo }, days);
  const stage = waiting === undefined ? null : stageOf(waiting, days.today);
  if (waiting === undefined || stage === null || waiting.dueOn === null) return null;
  const { enteredAt, enteredOn, dueOn } = waiting;
  const { rows } = await connection.query(sqlFile("queries/due/remind.sql"), [
    ...[statementNo, enteredAt, dueOn, stage],
    ...[stages.slice(stages.indexOf(stage)), now],
  ]);
  if (rows.length === 0) return null;
  // Request and day are in its name: what is asked for again, or later, is reminded of again.
  const about = `${enteredOn}-${new Date(enteredAt).getTime()}-${dueOn}-${stage}`;
  const details = { dueOn, stage };
  await tell(connection, statement, { kind: "invoice_reminder", about, at: now, details });
  return stage;
}

/** The reminder that is due; null: none, or the clock stands. */
function stageOf({ status, dueOn, urgency }: WaitingStatement, today: string): Stage | null {
  if (status !== "invoice_requested" || dueOn === null) return null;
  if (urgency === "overdue") return "overdue";
  if (urgency !== "due_soon") return null;
  return today >= addDays(dueOn, -1) ? "one_day" : "seven_days";
}

/** Late, or soon. */
function isLate({ step, urgency }: DueStep): boolean {
  return step !== null && (urgency === "due_soon" || urgency === "overdue");
}

/** How much waits for whom, the latest first; of signers each department that has still to sign by itself. */
function groupsOf(steps: readonly DueStep[]): StepsDue[] {
  const groups = new Map<string, StepsDue>();
  for (const due of steps) {
    const { step, urgency, statementNo, period } = due;
    if (step === null || !isLate(due)) continue;
    for (const holder of holdersOf(due)) {
      const key = `${step} ${holder}`;
      const group = groups.get(key) ?? { step, holder, dueSoon: 0, overdue: 0, statementNos: [] };
      const isOverdue = urgency === "overdue";
      groups.set(key, {
        ...group,
        dueSoon: group.dueSoon + (isOverdue ? 0 : 1),
        overdue: group.overdue + (isOverdue ? 1 : 0),
        statementNos: [...group.statementNos, statementNo ?? period].slice(0, mostNamed),
      });
    }
  }
  return [...groups.values()].sort((a, b) => a.step - b.step || (a.holder < b.holder ? -1 : 1));
}

function holdersOf({ holder, departments }: DueStep): string[] {
  if (holder !== "signer" || departments.length === 0) return [holder];
  return departments.map((department) => `signer:${department}`);
}

interface Share {
  readonly holder: string | null;
  readonly steps: readonly StepsDue[];
}

/** All groups for whom no role is asked, then each holder's; a partner's own are for operators to see to. */
function sharesOf(groups: readonly StepsDue[]): Share[] {
  if (groups.length === 0) return [];
  const toldOf = ({ holder }: StepsDue) => (holder === "partner" ? "operator" : holder);
  const holders = [...new Set(groups.map(toldOf))].sort();
  return [
    { holder: null, steps: groups },
    ...holders.map((holder) => ({
      holder,
      steps: groups.filter((group) => toldOf(group) === holder),
    })),
  ];
}

/** Those that a day could not be told for, and from November on the next. */
function missingYears(steps: readonly DueStep[], { calendar, today }: DueDays): number[] {
  const nextYear = Number(today.slice(0, 4)) + 1;
  const isTime = Number(today.slice(5, 7)) >= monthOfNextYear;
  // A day of payment that lies ahead is no trouble before the notice can be there.
  const missing = steps.flatMap(({ urgency, yearMissing }) =>
    yearMissing !== null && urgency === "unknown" ? [yearMissing] : [],
  );
  const wanted = isTime && !calendar.years.includes(nextYear) ? [nextYear] : [];
  return [...new Set([...missing, ...wanted])].sort((a, b) => a - b);
}
