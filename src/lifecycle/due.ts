import { YuejieError } from "../domain/errors.js";
import {
  expectedPayDay,
  type Pause,
  type StepClock,
  standingOf,
} from "../domain/lifecycle/deadlines.js";
import {
  type Role,
  type StatementStatus,
  type Step,
  statementStatuses,
  stepOfStatus,
} from "../domain/lifecycle/states.js";
import { Decimal } from "../domain/money.js";
import type { Calendar } from "../domain/working-days.js";
import type { Queryable } from "../platform/database/database.js";
import { sqlFile } from "../platform/database/sql-file.js";

export type Urgency = "in_time" | "due_soon" | "overdue" | "paused" | "unknown";

/** Something that waits for somebody: a statement in a step, or a month that is to be run. Days are `YYYY-MM-DD`. */
export interface DueStep {
  /** Null: a month that was to be run, and was not. */
  readonly statementNo: string | null;
  readonly settleeNo: string | null;
  /** The label; of a month that waits, the month. */
  readonly period: string;
  readonly status: StatementStatus | null;
  /** Null: outside of the steps, as a top-up. */
  readonly step: Step | null;
  /** Whose turn it is. */
  readonly holder: Role;
  /** Those that have still to sign (step 3). */
  readonly departments: readonly string[];
  readonly enteredOn: string;
  /** Null: no clock runs, or the day cannot be told. */
  readonly dueOn: string | null;
  /** Working days; negative: so many are over. Of a clock that stands, those it goes on with. */
  readonly daysLeft: number | null;
  readonly urgency: Urgency;
  /** The year whose working days are not known, so that a day cannot be told (R-W1). */
  readonly yearMissing: number | null;
  /** If every step from here on takes all of its time; null: nothing is to be paid, or it cannot be told. */
  readonly expectedPayOn: string | null;
  /** CNY, 2 places. */
  readonly amount: string | null;
}

/** A month whose time has come and whose run is not done. */
export interface LateMonth {
  readonly period: string;
  /** The day its run was to start. */
  readonly plannedOn: string;
}

/** A statement that waits, as a transaction may have to know it. */
export interface WaitingStatement extends DueStep {
  readonly statementNo: string;
  readonly settleeNo: string;
  /** The instant at which its step began. */
  readonly enteredAt: string;
}

interface DueRow {
  readonly statement_no: string;
  readonly settlee_no: string;
  readonly period: string;
  readonly status: StatementStatus;
  readonly resumes_as: StatementStatus | null;
  readonly amount: string;
  readonly entered_at: string;
  readonly entered_on: string;
  readonly invoice_requested_on: string | null;
  readonly departments: readonly string[];
  readonly pauses: readonly Pause[];
}

export interface DueDays {
  readonly calendar: Calendar;
  /** The day in Shanghai. */
  readonly today: string;
}

/** Statuses in which a statement waits for somebody. */
const waitingStatuses = statementStatuses.filter((it) => stepOfStatus[it].holder !== null);

/**
 * Statements that wait for somebody, in order of their numbers.
 *
 * Source: R-W1, R-W4, R-W5, R-W6, R-W8.
 */
export async function listWaiting(
  queryable: Queryable,
  { settleeNo, statementNo }: { settleeNo?: string | undefined; statementNo?: string | undefined },
  days: DueDays,
): Promise<WaitingStatement[]> {
  const { rows } = await queryable.query<DueRow>(sqlFile("queries/due/list.sql"), [
    waitingStatuses,
    settleeNo ?? null,
    statementNo ?? null,
  ]);
  return rows.map((row) => statementOf(row, days));
}

/** A month that was to be run: step 1 counts from the day it was to be (R-W1). */
export function monthStep({ period, plannedOn }: LateMonth, days: DueDays): DueStep {
  const clock: StepClock = { step: 1, enteredOn: plannedOn, pauses: [] };
  return {
    statementNo: null,
    settleeNo: null,
    period,
    status: null,
    step: 1,
    holder: "operator",
    departments: [],
    enteredOn: plannedOn,
    ...standing(clock, days),
    expectedPayOn: null,
    amount: null,
  };
}

/** By the day they are due; then what has none, and what stands. */
export function inOrderOfDays<T extends DueStep>(steps: readonly T[]): T[] {
  const keyOf = ({ dueOn, urgency, statementNo, period }: DueStep): string =>
    `${dueOn ?? `9999-${urgency === "unknown" ? 0 : urgency === "paused" ? 1 : 2}`} ${statementNo ?? period}`;
  const keyed = steps.map((step) => ({ key: keyOf(step), step }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ step }) => step);
}

function statementOf(row: DueRow, days: DueDays): WaitingStatement {
  const { status, amount } = row;
  // A question leaves the step as it is; it is the operator's turn meanwhile (R-W4).
  const { step, hasClock } = stepOfStatus[row.resumes_as ?? status];
  const clock: StepClock | null = step && {
    step,
    enteredOn: row.entered_on,
    invoiceRequestedOn: row.invoice_requested_on,
    // R-W5 holds from step 2 on: an uncertified settlee does not keep a month from being run again.
    pauses: step === 1 ? [] : row.pauses,
  };
  return {
    statementNo: row.statement_no,
    settleeNo: row.settlee_no,
    period: row.period,
    status,
    step,
    holder: stepOfStatus[status].holder ?? "operator",
    departments: row.departments,
    enteredOn: row.entered_on,
    enteredAt: row.entered_at,
    ...(clock !== null && hasClock ? standing(clock, days) : withoutClock(row)),
    ...(clock !== null && new Decimal(amount).gt(0)
      ? payDay(hasClock ? clock : { ...clock, enteredOn: days.today }, days)
      : { expectedPayOn: null }),
    amount,
  };
}

type Told = Pick<DueStep, "dueOn" | "daysLeft" | "urgency" | "yearMissing">;

/** What waits for the post, or for money without a day, is late for nobody. */
function withoutClock({ pauses }: DueRow): Told {
  const isPaused = pauses.some(({ until }) => until === null);
  const urgency = isPaused ? "paused" : "in_time";
  return { dueOn: null, daysLeft: null, urgency, yearMissing: null };
}

function standing(clock: StepClock, { calendar, today }: DueDays): Told {
  return unlessYearMissing<Told>(
    () => {
      const told = standingOf(calendar, clock, today);
      const { daysLeft } = told;
      return told.kind === "paused"
        ? { dueOn: null, daysLeft, urgency: "paused", yearMissing: null }
        : { dueOn: told.dueOn, daysLeft, urgency: told.urgency, yearMissing: null };
    },
    (yearMissing) => ({ dueOn: null, daysLeft: null, urgency: "unknown", yearMissing }),
  );
}

/** The day may lie in a year that is not known yet while the step's own does not. */
function payDay(
  clock: StepClock,
  { calendar, today }: DueDays,
): Pick<DueStep, "expectedPayOn"> | Pick<DueStep, "expectedPayOn" | "yearMissing"> {
  return unlessYearMissing<Partial<DueStep> & Pick<DueStep, "expectedPayOn">>(
    () => ({ expectedPayOn: expectedPayDay(calendar, clock, today) }),
    (yearMissing) => ({ expectedPayOn: null, yearMissing }),
  );
}

function unlessYearMissing<T>(work: () => T, otherwise: (year: number) => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof YuejieError) || error.code !== "calendar_year_missing") throw error;
    return otherwise(Number(error.details.year));
  }
}
