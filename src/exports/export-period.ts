import { join } from "node:path";
import { YuejieError } from "../domain/errors.js";
import { monthOf, type Period, parsePeriod } from "../domain/period.js";
import { type Connection, type Database, withTransaction } from "../platform/database/database.js";
import { makeWorkbook, type WorkbookFile } from "../platform/workbook/workbook-file.js";
import { execute, readAll } from "./books.js";
import type { PeriodFigures } from "./finance-page.js";
import { fillFinanceWorkbook } from "./finance-workbook.js";
import type { LineTotalRow, RunRow, RunTotalRow, ScopeRow, StatementRow } from "./rows.js";
import { fillStatementWorkbook } from "./statement-workbook.js";

export interface ExportOptions {
  /** The label on the statements: a month or a quarter. */
  readonly period: string;
  /** Only this statement, and no period workbook. */
  readonly statementNo?: string;
  /** The folder; made where it is missing. */
  readonly out: string;
  /** Dates a period workbook where no run does. */
  readonly now: Date;
  /** Rows written so far, of how many in all. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Rows a sheet takes, the heading included; Excel's limit where it is not given. */
  readonly rowLimit?: number;
}

/**
 * Writes the workbooks of a period: `<statement number>.xlsx` for each statement, `<period>-finance.xlsx`.
 *
 * All are of one moment of the books. Each file appears whole, replacing an older one, or not at all;
 * the same books give the same bytes. Rows are streamed: memory does not grow with their number.
 *
 * Errors: period_form, period_never_run, statement_unknown, statement_of_other_period; those of the file system.
 * Source: spec §8.
 */
export async function exportPeriod(
  database: Database,
  options: ExportOptions,
): Promise<{ files: string[] }> {
  const period = parsePeriod(options.period);
  // A quarter's statements are made by the run of its last month (R-E10).
  const month = period.kind === "month" ? period : monthOf(new Date(period.end.getTime() - 1));
  return withTransaction(database, async (connection) => {
    await execute(connection, "snapshot");
    const statementNo = options.statementNo ?? null;
    const settleeNo =
      statementNo === null ? null : await settleeOf(connection, statementNo, period.label);
    await gatherBooks(connection, { period, month, statementNo, settleeNo });
    const figures = await readFigures(connection, period.label, month.label);
    if (figures.run === null && figures.statements.length === 0) {
      throw new YuejieError("period_never_run", { period: month.label });
    }
    return { files: await writeFiles(connection, figures, options) };
  });
}

/** Whose the statement is, after making sure that it is of the period. */
async function settleeOf(
  connection: Connection,
  statementNo: string,
  period: string,
): Promise<string> {
  const found = await readAll<{ period: string; settlee_no: string }>(
    connection,
    "find-statement",
    [statementNo],
  );
  const [statement] = found;
  if (statement === undefined) throw new YuejieError("statement_unknown", { statementNo });
  if (statement.period !== period) {
    throw new YuejieError("statement_of_other_period", {
      statementNo,
      period,
      actual: statement.period,
    });
  }
  return statement.settlee_no;
}

/** Re-sums the statements and sets the unsettled orders ready, once for every workbook that follows. */
async function gatherBooks(
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
  const [run] = await readAll<RunRow>(connection, "last-run", [month]);
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

async function writeFiles(
  connection: Connection,
  figures: PeriodFigures,
  options: ExportOptions,
): Promise<string[]> {
  const { out, rowLimit } = options;
  const isPeriod = options.statementNo === undefined;
  const files: string[] = [];
  const { onRow, onFile } = countRows(figures, isPeriod, options.onProgress);
  const write = async (
    name: string,
    madeAt: Date,
    fill: (workbook: WorkbookFile) => Promise<void>,
  ): Promise<void> => {
    const path = join(out, `${name}.xlsx`);
    await makeWorkbook(
      path,
      { title: name, madeAt, ...(rowLimit === undefined ? {} : { rowLimit }) },
      fill,
    );
    files.push(path);
    onFile();
  };
  for (const statement of figures.statements) {
    await write(statement.statement_no, instantOf(statement.made_at), (workbook) =>
      fillStatementWorkbook(workbook, connection, statement, onRow),
    );
  }
  if (isPeriod) {
    const madeAt = figures.run === null ? options.now : instantOf(figures.run.started_at);
    await write(`${figures.label}-finance`, madeAt, (workbook) =>
      fillFinanceWorkbook(workbook, connection, figures, onRow),
    );
  }
  return files;
}

/** Rows between two words on progress. */
const progressStep = 500;

interface RowCounter {
  onRow(): void;
  onFile(): void;
}

/** Counts rows against all there will be: lines in two workbooks each, orders behind usage lines extra. */
function countRows(
  figures: PeriodFigures,
  isPeriod: boolean,
  onProgress: ExportOptions["onProgress"],
): RowCounter {
  const lines = figures.statements.reduce((sum, { line_count }) => sum + line_count, 0);
  const unsettled = figures.scope
    .filter(({ outcome }) => outcome !== "settled")
    .reduce((sum, { order_count }) => sum + Number(order_count), 0);
  const total = isPeriod ? 2 * (lines + unsettled) : lines;
  let done = 0;
  const tell = (): void => onProgress?.(done, Math.max(total, done));
  return {
    onRow() {
      done += 1;
      if (done % progressStep === 0) tell();
    },
    onFile: tell,
  };
}

/** What the database writes (`2026-11-03 10:00:00+08`) as an instant. */
function instantOf(text: string): Date {
  return new Date(`${text.slice(0, 10)}T${text.slice(11, 19)}+08:00`);
}
