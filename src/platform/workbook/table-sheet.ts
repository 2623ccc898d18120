import type { WorksheetWriter } from "exceljs/lib/stream/xlsx/workbook-writer.js";
import type { BoundedWorkbookWriter } from "./bounded-writer.js";
import {
  type Bilingual,
  type CellKind,
  type CellStyle,
  type CellValue,
  renderCell,
} from "./cells.js";
import { openSheet, writeRow } from "./sheet.js";
import { columnLetters, sheetName } from "./sheet-setup.js";
import type { StyleName, StyleSheet } from "./styles.js";
import { wrappedHeight } from "./text-width.js";

export interface TableColumn {
  readonly heading: Bilingual;
  /** In characters. */
  readonly width: number;
  readonly kind: CellKind;
}

/** A table: one heading row, frozen and filterable, then a row for each of `rows`. */
export interface TableSheet {
  readonly name: string;
  readonly title: string;
  readonly printedFor: string;
  readonly columns: readonly TableColumn[];
  readonly rows: AsyncIterable<readonly CellValue[]> | Iterable<readonly CellValue[]>;
  /** A last row of sums, outside the filter. */
  readonly totals?: readonly CellValue[];
  readonly frozenColumns?: number;
  readonly pagesWide?: number;
}

const headingHeight = 33;

const totalStyles: Readonly<Record<CellKind, StyleName>> = {
  text: "totalText",
  wrapped: "totalText",
  rate: "totalText",
  instant: "totalText",
  integer: "totalInteger",
  amount: "totalAmount",
  base: "totalAmount",
};

/**
 * Writes all rows, holding no more of them than the zip has yet to take. A full sheet is ended and a
 * further one, with the same headings, goes on.
 *
 * @param rowLimit rows of a sheet, the heading included.
 * @returns how many rows there were, the sums left out.
 */
export async function writeTable(
  writer: BoundedWorkbookWriter,
  styles: StyleSheet,
  table: TableSheet,
  rowLimit: number,
): Promise<number> {
  const letters = table.columns.map((_, index) => columnLetters(index + 1));
  const columnStyles = table.columns.map(({ kind }) => styles[kind]);
  const wrapped = table.columns.flatMap(({ kind, width }, index) =>
    kind === "wrapped" ? [{ index, width }] : [],
  );
  let part = 1;
  let rowNumber = 1;
  let written = 0;
  let sheet = openPart(writer, styles, table, part);
  const takeRow = (): number => {
    if (rowNumber === rowLimit) {
      closePart(sheet, table, rowNumber);
      part += 1;
      rowNumber = 1;
      sheet = openPart(writer, styles, table, part);
    }
    rowNumber += 1;
    return rowNumber;
  };
  for await (const row of table.rows) {
    const number = takeRow();
    const cells = renderRow(letters, number, columnStyles, row);
    writeRow(sheet, number, cells, heightOf(row, wrapped));
    written += 1;
    if (writer.isFull) await writer.drained();
  }
  let lastFiltered = rowNumber;
  if (table.totals) {
    const number = takeRow();
    lastFiltered = number - 1;
    const sums = table.columns.map(({ kind }) => styles[totalStyles[kind]]);
    writeRow(sheet, number, renderRow(letters, number, sums, table.totals));
  }
  closePart(sheet, table, lastFiltered);
  await writer.drained();
  return written;
}

/** What the longest wrapped text of a row needs; undefined where nothing is wrapped. */
function heightOf(
  row: readonly CellValue[],
  wrapped: readonly { index: number; width: number }[],
): number | undefined {
  let height: number | undefined;
  for (const { index, width } of wrapped) {
    const value = row[index];
    if (typeof value !== "string") continue;
    height = Math.max(height ?? 0, wrappedHeight(value, width));
  }
  return height;
}

function renderRow(
  letters: readonly string[],
  rowNumber: number,
  styles: readonly CellStyle[],
  row: readonly CellValue[],
): string {
  let rendered = "";
  for (let index = 0; index < letters.length; index += 1) {
    const style = styles[index];
    if (style) rendered += renderCell(`${letters[index]}${rowNumber}`, style, row[index] ?? null);
  }
  return rendered;
}

function openPart(
  writer: BoundedWorkbookWriter,
  styles: StyleSheet,
  table: TableSheet,
  part: number,
): WorksheetWriter {
  const { title, printedFor, frozenColumns = 0, pagesWide = 1, columns } = table;
  const sheet = openSheet(
    writer,
    sheetName(table.name, part),
    { title, printedFor, frozenColumns, pagesWide, pagesTall: 0, frozenRows: 1, showGrid: true },
    columns.map(({ width }) => width),
  );
  const headings = columns.map(({ heading }, index) =>
    renderCell(`${columnLetters(index + 1)}1`, styles.heading, heading),
  );
  writeRow(sheet, 1, headings.join(""), headingHeight);
  return sheet;
}

function closePart(sheet: WorksheetWriter, table: TableSheet, lastRow: number): void {
  sheet.autoFilter = `A1:${columnLetters(table.columns.length)}${lastRow}`;
  sheet.commit();
}
