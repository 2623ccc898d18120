import { join } from "node:path";
import { type Database, withTransaction } from "../platform/database/database.js";
import { writeBook } from "./book.js";
import { execute } from "./books.js";
import { gatherPeriod, type PeriodBooks } from "./period-books.js";

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
 * Errors: period_form, period_never_run, statement_unknown, statement_of_other_period,
 * export_does_not_add_up; those of the file system.
 * Source: spec §8.
 */
export async function exportPeriod(
  database: Database,
  options: ExportOptions,
): Promise<{ files: string[] }> {
  const { period: label, statementNo, now } = options;
  return withTransaction(database, async (connection) => {
    await execute(connection, "snapshot");
    const books = await gatherPeriod(connection, { label, statementNo, now });
    return { files: await writeFiles(books, options) };
  });
}

async function writeFiles(
  { statements, finance }: PeriodBooks,
  { out, rowLimit, statementNo, onProgress }: ExportOptions,
): Promise<string[]> {
  const isPeriod = statementNo === undefined;
  const books = isPeriod ? [...statements, finance] : statements;
  // What the statements show, the book for finance shows again.
  const total = isPeriod
    ? 2 * finance.rowTotal
    : statements.reduce((sum, { rowTotal }) => sum + rowTotal, 0);
  const { onRow, tell } = countRows(total, onProgress);
  const files: string[] = [];
  for (const book of books) {
    const path = join(out, `${book.name}.xlsx`);
    await writeBook(path, book, { onRow, ...(rowLimit === undefined ? {} : { rowLimit }) });
    files.push(path);
    tell();
  }
  return files;
}

/** Rows between two words on progress. */
const progressStep = 500;

/** Counts rows against those there will be; orders behind usage lines come on top. */
function countRows(
  total: number,
  onProgress: ExportOptions["onProgress"],
): { onRow(): void; tell(): void } {
  let done = 0;
  const tell = (): void => onProgress?.(done, Math.max(total, done));
  return {
    tell,
    onRow() {
      done += 1;
      if (done % progressStep === 0) tell();
    },
  };
}
