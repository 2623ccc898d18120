import { YuejieError } from "../domain/errors.js";
import {
  type ExportKind,
  type ExportRequest,
  exportKinds,
  normalRequest,
  type TransactionFilters,
} from "../exports/tasks/export-request.js";

/** What `export-tasks ask` accepts beside the kind. */
export interface AskFlags {
  readonly period?: string;
  readonly statement?: string;
  readonly status?: readonly string[];
  readonly repayment?: readonly string[];
  readonly supervision?: readonly string[];
  readonly time?: string;
  readonly from?: string;
  readonly to?: string;
  readonly order?: string;
  readonly customer?: string;
}

const command = "yuejie export-tasks ask";

/** Which flags each kind takes; what it does not take would be left out in silence. */
const flagsOf: Readonly<Record<ExportKind, readonly (keyof AskFlags)[]>> = {
  statement: ["statement"],
  period: ["period"],
  outcomes: ["period"],
  transactions: [
    ...(["period", "status", "repayment", "supervision", "time", "from", "to"] as const),
    ...(["order", "customer"] as const),
  ],
};

/**
 * What the command line asks for, checked before anything is opened.
 *
 * Errors: usage: option_value_refused, option_missing, options_exclude, period_form, export_days_reversed.
 */
export function requestFromFlags(kind: string, flags: AskFlags): ExportRequest {
  if (!isKind(kind)) {
    const details = { value: kind, option: "<kind>", allowed: exportKinds };
    throw new YuejieError("option_value_refused", details);
  }
  for (const flag of Object.keys(flags) as (keyof AskFlags)[]) {
    if (flagsOf[kind].includes(flag)) continue;
    throw new YuejieError("options_exclude", { one: `--${flag}`, other: kind });
  }
  return normalRequest(requestOf(kind, flags));
}

function isKind(kind: string): kind is ExportKind {
  return (exportKinds as readonly string[]).includes(kind);
}

function requestOf(kind: ExportKind, flags: AskFlags): ExportRequest {
  const needed = (value: string | undefined, option: string): string => {
    if (value === undefined) {
      throw new YuejieError("option_missing", { command: `${command} ${kind}`, option });
    }
    return value;
  };
  switch (kind) {
    case "statement":
      return { kind, statementNo: needed(flags.statement, "--statement") };
    case "period":
    case "outcomes":
      return { kind, period: needed(flags.period, "--period") };
    case "transactions":
      return { kind, filters: filtersOf(flags) };
  }
}

/** The values are checked where requests are, so the types only say what they will turn out to be. */
function filtersOf(flags: AskFlags): TransactionFilters {
  const { period, status, repayment, supervision, time, from, to, order, customer } = flags;
  if (time !== undefined && from === undefined && to === undefined) {
    const option = ["--from", "--to"];
    throw new YuejieError("option_missing", { command: `${command} --time`, option });
  }
  const filters = {
    period,
    statuses: status,
    repayment,
    supervision,
    timeOf: time,
    from,
    to,
    orderNo: order,
    customerNo: customer,
  };
  return Object.fromEntries(
    Object.entries(filters).filter(([, value]) => value !== undefined),
  ) as TransactionFilters;
}
