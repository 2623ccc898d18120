import { YuejieError } from "../domain/errors.js";
import { monthOf, type Period, parsePeriod } from "../domain/period.js";
import type { Connection } from "../platform/database/database.js";
import type { Book } from "./book.js";
import { execute, readAll } from "./books.js";
import type { PeriodFigures } from "./finance-page.js";
import { fillFinanceWorkbook } from "./finance-workbook.js";
import { readLastRun } from "./last-run.js";
import { sumAmounts } from "./line-tables.js";
import type { LineTotalRow, RunTotalRow, ScopeRow, StatementRow } from "./rows.js";
import { fillStatementWorkbook } from "./statement-workbook.js";

/** The books of a period, gathered in the transaction of the connection. */
export interface PeriodBooks {
  /** A book for each statement, in the order of their numbers. */
  readonly statements: readonly Book[];
  /** The one for finance. */
  readonly finance: Book;
}

/**
 * Gathers the books of a period, or what one statement of it needs, at one moment.
 *
 * @param wanted.now dates the book for finance where no run does.
 * Errors: period_form, period_never_run, statement_unknown, statement_of_other_period.
 */
export async function gatherPeriod(
  connection: Connection,
  wanted: { readonly label: string; readonly statementNo?: string | undefined; readonly now: Date },
): Promise<PeriodBooks> {
  const period = parsePeriod(wanted.label);
  // A quarter's statements are made by the run of its last month (R-E10).
  const month = period.kind === "month" ? period : monthOf(new Date(period.end.getTime() - 1));
  const statementNo = wanted.statementNo ?? null;
  const settleeNo =
    statementNo === null ? null : await settleeOf(connection, statementNo, period.label);
  await gatherTables(connection, { period, month, statementNo, settleeNo });
  const figures = await readFigures(connection, period.label, month.label);
  if (figures.run === null && figures.statements.length === 0) {
    throw new YuejieError("period_never_run", { period: month.label });
  }
  return {
    statements: figures.statements.map((statement) => statementBook(connection, statement)),
    finance: financeBook(connection, figures, wanted.now),
  };
}

/** The period on a statement. Errors: statement_unknown. */
export async function periodOfStatement(
  connection: Connection,
  statementNo: string,
): Promise<string> {
  return (await findStatement(connection, statementNo)).period;
}

/** Whose the statement is, after making sure that it is of the period. */
async function settleeOf(
  connection: Connection,
  statementNo: string,
  period: string,
): Promise<string> {
  const statement = await findStatement(connection, statementNo);
  if (statement.period !== period) {
    throw new YuejieError("statement_of_other_period", {
      statementNo,
      period,
      actual: statement.period,
    });
  }
  return statement.settlee_no;
}

async function findStatement(
  connection: Connection,
  statementNo: string,
): Promise<{ period: string; settlee_no: string }> {
  const [statement] = await readAll<{ period: string; settlee_no: string }>(
    connection,
    "find-statement",
    [statementNo],
  );
  if (statement === undefined) throw new YuejieError("statement_unknown", { statementNo });
  return statement;
}

/** Re-sums the statements and sets the unsettled orders ready, once for every workbook that follows. */
async function gatherTables(
  connection: Connection,
  wanted: {
    period: Period;
    month: Period;
    statementNo: string | null;
    settleeNo: string | null;
  },
): Promise<void> {
  const { period, month, statementNo, settleeNo } = wanted;
  await execute(connection, "gather-tables");
  await execute(connection, "gather-statements", [month.label, period.label, statementNo]);
  await execute(connection, "gather-unsettled", [month.label, settleeNo]);
  await execute(connection, "gather-index");
}

async function readFigures(
  connection: Connection,
  label: string,
  month: string,
): Promise<PeriodFigures> {
  const run = await readLastRun(connection, month);
  return {
    label,
    month,
    run: run ?? null,
    statements: await readAll<StatementRow>(connection, "statements", [label]),
    lineTotals: await readAll<LineTotalRow>(connection, "line-totals", [label, null]),
    runTotals: await readAll<RunTotalRow>(connection, "run-totals", [month]),
    scope: await readAll<ScopeRow>(connection, "scope", [month]),
  };
}

function statementBook(connection: Connection, statement: StatementRow): Book {
  const { statement_no: name, line_count: rowCount, line_amount: controlTotal } = statement;
  return {
    name,
    title: name,
    madeAt: instantOf(statement.made_at),
    rowTotal: rowCount,
    expected: { rowCount, controlTotal },
    fill: (workbook, onRow) => fillStatementWorkbook(workbook, connection, statement, onRow),
  };
}

function financeBook(connection: Connection, figures: PeriodFigures, now: Date): Book {
  const { label, run, statements, scope } = figures;
  const rowCount = statements.reduce((sum, { line_count }) => sum + line_count, 0);
  const unsettled = scope
    .filter(({ outcome }) => outcome !== "settled")
    .reduce((sum, { order_count }) => sum + Number(order_count), 0);
  const name = `${label}-finance`;
  return {
    name,
    title: name,
    madeAt: run === null ? now : instantOf(run.started_at),
    rowTotal: rowCount + unsettled,
    expected: { rowCount, controlTotal: sumAmounts(statements.map((each) => each.line_amount)) },
    fill: (workbook, onRow) => fillFinanceWorkbook(workbook, connection, figures, onRow),
  };
}

/** What the database writes (`2026-11-03 10:00:00+08`) as an instant. */
export function instantOf(text: string): Date {
  return new Date(`${text.slice(0, 10)}T${text.slice(11, 19)}+08:00`);
}
