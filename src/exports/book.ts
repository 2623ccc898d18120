import type { FormSheet } from "../platform/workbook/form-sheet.js";
import { makeWorkbook, type WorkbookFile } from "../platform/workbook/workbook-file.js";
import { type ControlTotals, expectTotals, type RowWatcher } from "./control-totals.js";

/** One workbook, ready to be written from what was gathered on a connection. */
export interface Book {
  /** Of the file, without `.xlsx`. */
  readonly name: string;
  readonly title: string;
  /** Its date: the same books give the same bytes. */
  readonly madeAt: Date;
  /** Rows of all its long tables, for telling how far it has come. */
  readonly rowTotal: number;
  /** What the database says of the table that it is about. */
  readonly expected: ControlTotals;
  /** Writes all sheets; returns what was written of that table. */
  fill(workbook: WorkbookFile, onRow: RowWatcher): Promise<ControlTotals>;
}

export interface WriteOptions {
  readonly onRow: RowWatcher;
  /** Rows a sheet takes, the heading included; Excel's limit where it is not given. */
  readonly rowLimit?: number;
  /** A last page, made when all rows are written. */
  readonly lastPage?: (totals: ControlTotals) => FormSheet;
}

/**
 * Makes the workbook at `path`: whole and adding up, or not at all.
 *
 * Errors: export_does_not_add_up; those of the database and of the file system.
 */
export async function writeBook(
  path: string,
  book: Book,
  { onRow, rowLimit, lastPage }: WriteOptions,
): Promise<ControlTotals> {
  const { title, madeAt, expected, name } = book;
  const options = { title, madeAt, ...(rowLimit === undefined ? {} : { rowLimit }) };
  await makeWorkbook(path, options, async (workbook) => {
    const totals = await book.fill(workbook, onRow);
    expectTotals(totals, expected, name);
    if (lastPage) await workbook.writeForm(lastPage(totals));
  });
  return expected;
}
