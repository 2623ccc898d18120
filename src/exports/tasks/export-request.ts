import { YuejieError } from "../../domain/errors.js";
import { parseMonth, parsePeriod } from "../../domain/period.js";

export const exportKinds = ["statement", "period", "transactions", "outcomes"] as const;
export type ExportKind = (typeof exportKinds)[number];

/** What a transaction may be chosen by; every value that is given has to hold. */
export interface TransactionFilters {
  /** Where orders stand: the word of `explain`, or with a period what its run made of them. */
  readonly statuses?: readonly TransactionStatus[];
  readonly repayment?: readonly RepaymentStatus[];
  readonly supervision?: readonly SupervisionStatus[];
  /** The time that the days are of; when the order was placed where it is not given. */
  readonly timeOf?: TransactionTime;
  /** First and last day, Shanghai, `YYYY-MM-DD`; both belong to the range. */
  readonly from?: string;
  readonly to?: string;
  readonly orderNo?: string;
  readonly customerNo?: string;
  /** A label: what stands on its statements, and of a month what its run left unsettled. */
  readonly period?: string;
}

export const transactionStatuses = ["settled", "carried", "excluded", "open"] as const;
export type TransactionStatus = (typeof transactionStatuses)[number];
export const repaymentStatuses = ["none", "outstanding", "repaid"] as const;
export type RepaymentStatus = (typeof repaymentStatuses)[number];
export const supervisionStatuses = ["not_involved", "in_progress", "completed"] as const;
export type SupervisionStatus = (typeof supervisionStatuses)[number];
export const transactionTimes = ["ordered", "paid", "settleable"] as const;
export type TransactionTime = (typeof transactionTimes)[number];

/** What somebody wants to take away (spec §8). */
export type ExportRequest =
  | { readonly kind: "statement"; readonly statementNo: string }
  | { readonly kind: "period"; readonly period: string }
  | { readonly kind: "outcomes"; readonly period: string }
  | { readonly kind: "transactions"; readonly filters: TransactionFilters };

/**
 * The request in its one form, so that equal requests are stored alike.
 *
 * Errors: usage: period_form, option_value_refused, export_days_reversed.
 */
export function normalRequest(request: ExportRequest): ExportRequest {
  switch (request.kind) {
    case "statement":
      return { kind: "statement", statementNo: request.statementNo };
    case "period":
      return { kind: "period", period: parsePeriod(request.period).label };
    case "outcomes":
      return { kind: "outcomes", period: parseMonth(request.period).label };
    case "transactions":
      return { kind: "transactions", filters: normalFilters(request.filters) };
  }
}

function normalFilters(filters: TransactionFilters): TransactionFilters {
  const { timeOf, from, to, orderNo, customerNo, period } = filters;
  if (from !== undefined) refuseNoDay(from, "--from");
  if (to !== undefined) refuseNoDay(to, "--to");
  if (from !== undefined && to !== undefined && from > to) {
    throw new YuejieError("export_days_reversed", { from, to });
  }
  const hasDays = from !== undefined || to !== undefined;
  const statuses = chosen(filters.statuses, transactionStatuses, "--status");
  const repayment = chosen(filters.repayment, repaymentStatuses, "--repayment");
  const supervision = chosen(filters.supervision, supervisionStatuses, "--supervision");
  const [time] = chosen(timeOf && [timeOf], transactionTimes, "--time") ?? [];
  return {
    ...(statuses && { statuses }),
    ...(repayment && { repayment }),
    ...(supervision && { supervision }),
    ...(hasDays && { timeOf: time ?? "ordered" }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(orderNo !== undefined && { orderNo }),
    ...(customerNo !== undefined && { customerNo }),
    ...(period !== undefined && { period: parsePeriod(period).label }),
  };
}

/** The values in the order of the list, each once; all of them or none is no choice. */
function chosen<Value extends string>(
  values: readonly Value[] | undefined,
  known: readonly Value[],
  option: string,
): readonly Value[] | undefined {
  for (const value of values ?? []) {
    if (known.includes(value)) continue;
    throw new YuejieError("option_value_refused", { value, option, allowed: known });
  }
  const sorted = known.filter((value) => values?.includes(value));
  return sorted.length === 0 || sorted.length === known.length ? undefined : sorted;
}

/** A day that is none, such as `2026-02-30`, is refused and never moved to another. */
function refuseNoDay(value: string, option: string): void {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
  if (isDay && new Date(value).toISOString().startsWith(value)) return;
  throw new YuejieError("option_value_refused", { value, option, allowed: "2026-10-31" });
}

/** The request as the table keeps it: its kind in a column, the rest in `parameters`. */
export function parametersOf(request: ExportRequest): Record<string, unknown> {
  if (request.kind === "transactions") return { ...request.filters };
  const { kind: _kind, ...parameters } = request;
  return parameters;
}

/** The way back; what `parametersOf` wrote needs no second check. */
export function requestOf(kind: ExportKind, parameters: Record<string, unknown>): ExportRequest {
  if (kind === "transactions") return { kind, filters: parameters as TransactionFilters };
  return { kind, ...parameters } as ExportRequest;
}
