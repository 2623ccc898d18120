import type { WorksheetWriter } from "exceljs/lib/stream/xlsx/workbook-writer.js";
import {
  type Bilingual,
  type CellKind,
  type CellStyle,
  type CellValue,
  renderCell,
} from "./cells.js";
import type { PartsWriter } from "./parts-writer.js";
import { closeSheet, openSheet, type SheetLimits, writeRow } from "./sheet.js";
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
 * Writes all rows, holding no more of them than are on their way to the file. A full sheet is ended and
 * a further one, with the same headings, goes on.
 *
 * @returns how many rows there were, the sums left out.
 */
export async function writeTable(
  writer: PartsWriter,
  styles: StyleSheet,
  table: TableSheet,
  limits: SheetLimits,
): Promise<number> {
  const letters = table.columns.map((_, index) => columnLetters(index + 1));
  const columnStyles = table.columns.map(({ kind }) => styles[kind]);
  const wrapped = table.columns.flatMap(({ kind, width }, index) =>
    kind === "wrapped" ? [{ index, width }] : [],
  );
  let part = 1;
  let rowNumber = 1;
  let written = 0;
  let sheet = await openPart(writer, styles, table, part);
  const isPartFull = (): boolean => rowNumber >= limits.rows || writer.sheetBytes >= limits.bytes;
  const goOn = async (): Promise<void> => {
    await closePart(writer, sheet, table, rowNumber);
    part += 1;
    rowNumber = 1;
    sheet = await openPart(writer, styles, table, part);
  };
  for await (const row of table.rows) {
    if (isPartFull()) await goOn();
    rowNumber += 1;
    const cells = renderRow(letters, rowNumber, columnStyles, row);
    writeRow(sheet, rowNumber, cells, heightOf(row, wrapped));
    written += 1;
    if (writer.isFull) await writer.drained();
  }
  if (table.totals && isPartFull()) await goOn();
  if (table.totals) {
    const sums = table.columns.map(({ kind }) => styles[totalStyles[kind]]);
    writeRow(sheet, rowNumber + 1, renderRow(letters, rowNumber + 1, sums, table.totals));
  }
  await closePart(writer, sheet, table, rowNumber);
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

async function openPart(
  writer: PartsWriter,
  styles: StyleSheet,
  table: TableSheet,
  part: number,
): Promise<WorksheetWriter> {
  const { title, printedFor, frozenColumns = 0, pagesWide = 1, columns } = table;
  const sheet = await openSheet(
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

async function closePart(
  writer: PartsWriter,
  sheet: WorksheetWriter,
  table: TableSheet,
  lastRow: number,
): Promise<void> {
  sheet.autoFilter = `A1:${columnLetters(table.columns.length)}${lastRow}`;
  await closeSheet(writer, sheet);
}
