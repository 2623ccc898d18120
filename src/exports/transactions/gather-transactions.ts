import { YuejieError } from "../../domain/errors.js";
import { monthOf, parseMonth, parsePeriod } from "../../domain/period.js";
import { excludingBits } from "../../domain/reasons.js";
import type { Connection } from "../../platform/database/database.js";
import { execute, readAll } from "../books.js";
import { readLastRun } from "../last-run.js";
import type { RunRow } from "../rows.js";
import type { TransactionFilters } from "../tasks/export-request.js";

/**
 * Gathers the orders that the filters choose, each with where it stands: over all periods as `explain`
 * says it, or in one period as its statements and its run left it. The set of orders decides what is read:
 * few are found by their indexes, many by reading tables once.
 *
 * Errors: period_never_run.
 */
export async function gatherTransactions(
  connection: Connection,
  filters: TransactionFilters,
): Promise<void> {
  const label = filters.period ?? null;
  const month = label === null ? null : await refuseNeverRun(connection, label);
  // Whom a quarter's run left unsettled belongs to its month; the quarter's own are its statements.
  const toldMonth = month === label ? month : null;
  await execute(connection, "transaction-tables");
  const facts = factsOf(filters);
  if (label !== null && facts.every((fact) => fact === null)) {
    await execute(connection, "gather-standing-of-period", [label, null, toldMonth]);
  } else {
    await execute(connection, "choose-orders", facts);
    await execute(connection, "order-index");
    await execute(connection, "gather-standing", [label, toldMonth]);
  }
  await execute(connection, "transaction-index");
  if (label === null) await judgeOpen(connection);
  if (filters.statuses !== undefined) {
    await execute(connection, "forget-unchosen", [filters.statuses]);
  }
  await execute(connection, "transaction-index");
}

/** Gathers every order in scope of a month's last run, with its outcome. Errors: period_never_run. */
export async function gatherOutcomes(connection: Connection, month: string): Promise<RunRow> {
  const run = await readLastRun(connection, month);
  if (run === undefined) throw new YuejieError("period_never_run", { period: month });
  await execute(connection, "transaction-tables");
  await execute(connection, "gather-standing-of-period", [null, month, month]);
  await execute(connection, "transaction-index");
  return run;
}

/** The month whose run made a label's statements (R-E10). */
async function refuseNeverRun(connection: Connection, label: string): Promise<string> {
  const { kind, end } = parsePeriod(label);
  const month = kind === "month" ? label : monthOf(new Date(end.getTime() - 1)).label;
  const run = await readLastRun(connection, month);
  if (run === undefined) throw new YuejieError("period_never_run", { period: month });
  return month;
}

async function judgeOpen(connection: Connection): Promise<void> {
  const [last] = await readAll<{ period: string }>(connection, "last-completed-month", []);
  const end = last === undefined ? null : parseMonth(last.period).end;
  await execute(connection, "judge-today", [excludingBits, end]);
}

/** What orders say of themselves, in the order of the parameters of the queries. */
function factsOf(filters: TransactionFilters): unknown[] {
  const { orderNo, customerNo, repayment, supervision, timeOf, from, to } = filters;
  return [
    orderNo ?? null,
    customerNo ?? null,
    repayment ?? null,
    supervision ?? null,
    timeOf ?? null,
    from === undefined ? null : shanghaiMidnight(from, 0),
    to === undefined ? null : shanghaiMidnight(to, 1),
  ];
}

/** The first instant of the day that is so many days later. */
function shanghaiMidnight(day: string, daysLater: number): Date {
  return new Date(Date.parse(`${day}T00:00:00+08:00`) + daysLater * 86_400_000);
}
