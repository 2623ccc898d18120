import { YuejieError } from "./errors.js";

/**
 * A period: a natural month `2026-10` or quarter `2026Q3` in Shanghai time, half open.
 * The label is the identity; order by bytes is order in time among months.
 */
export interface Period {
  readonly label: string;
  readonly kind: "month" | "quarter";
  /** First day, `YYYY-MM-DD`. */
  readonly startDay: string;
  /** First day after the period, `YYYY-MM-DD`. */
  readonly endDay: string;
  readonly start: Date;
  readonly end: Date;
}

const monthForm = /^(\d{4})-(0[1-9]|1[0-2])$/;
const quarterForm = /^(\d{4})Q([1-4])$/;

/** Shanghai has had no daylight saving since 1991; periods start at its midnight (R-TIME). */
function shanghaiMidnight(day: string): Date {
  return new Date(`${day}T00:00:00+08:00`);
}

function monthDay(year: number, monthIndex: number): string {
  const shifted = new Date(Date.UTC(year, monthIndex, 1));
  return shifted.toISOString().slice(0, 10);
}

function makePeriod(label: string, kind: Period["kind"], year: number, monthIndex: number): Period {
  const startDay = monthDay(year, monthIndex);
  const endDay = monthDay(year, monthIndex + (kind === "month" ? 1 : 3));
  return {
    label,
    kind,
    startDay,
    endDay,
    start: shanghaiMidnight(startDay),
    end: shanghaiMidnight(endDay),
  };
}

/** Parses a month; a quarter or anything else is a usage error, since runs are made by month. */
export function parseMonth(value: string): Period {
  const match = monthForm.exec(value);
  if (!match || Number(match[1]) < 1970) {
    throw new YuejieError("period_form", { value, forms: "2026-10" });
  }
  return makePeriod(value, "month", Number(match[1]), Number(match[2]) - 1);
}

/** Parses a month or a quarter: the label on a statement. */
export function parsePeriod(value: string): Period {
  const match = quarterForm.exec(value);
  if (match) return makePeriod(value, "quarter", Number(match[1]), (Number(match[2]) - 1) * 3);
  if (!monthForm.test(value)) {
    throw new YuejieError("period_form", { value, forms: ["2026-10", "2026Q3"] });
  }
  return parseMonth(value);
}

/** The quarter a month belongs to. */
export function quarterOf(month: Period): Period {
  const year = Number(month.label.slice(0, 4));
  const quarter = Math.floor((Number(month.label.slice(5, 7)) - 1) / 3);
  return makePeriod(`${year}Q${quarter + 1}`, "quarter", year, quarter * 3);
}

/** Quarterly settlees are settled in the run of the quarter's last month only (R-E10). */
export function endsQuarter(month: Period): boolean {
  return Number(month.label.slice(5, 7)) % 3 === 0;
}

/** The month before, e.g. the one that the 3rd of a month settles (R-R6). */
export function previousMonth(month: Period): Period {
  const label = monthDay(Number(month.label.slice(0, 4)), Number(month.label.slice(5, 7)) - 2);
  return parseMonth(label.slice(0, 7));
}

/** The calendar day of an instant in Shanghai, `YYYY-MM-DD`. */
export function shanghaiDay(instant: Date): string {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** The month an instant falls in, Shanghai time. */
export function monthOf(instant: Date): Period {
  return parseMonth(shanghaiDay(instant).slice(0, 7));
}
