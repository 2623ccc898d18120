import { type CellValue, renderCell } from "./cells.js";
import type { PartsWriter } from "./parts-writer.js";
import { closeSheet, openSheet, writeRow } from "./sheet.js";
import { columnLetters, sheetName } from "./sheet-setup.js";
import type { StyleName, StyleSheet } from "./styles.js";

export interface FormCell {
  readonly value: CellValue;
  readonly style: StyleName;
  /** Columns that the cell spreads over; 1 where it is not given. */
  readonly span?: number;
}

export interface FormRow {
  readonly cells: readonly FormCell[];
  /** In points. */
  readonly height?: number;
}

/** A page to read, printed on one: rows of cells, each with its own style. */
export interface FormSheet {
  readonly name: string;
  readonly title: string;
  readonly printedFor: string;
  /** Of each column, in characters. */
  readonly widths: readonly number[];
  readonly rows: readonly FormRow[];
}

export async function writeForm(
  writer: PartsWriter,
  styles: StyleSheet,
  form: FormSheet,
): Promise<void> {
  const { title, printedFor } = form;
  const frozen = { frozenRows: 0, frozenColumns: 0 };
  const look = { title, printedFor, ...frozen, pagesWide: 1, pagesTall: 1, showGrid: false };
  const sheet = await openSheet(writer, sheetName(form.name, 1), look, form.widths);
  form.rows.forEach(({ cells, height }, index) => {
    const rowNumber = index + 1;
    let rendered = "";
    let column = 1;
    for (const { value, style, span = 1 } of cells) {
      const last = column + span - 1;
      if (span > 1) {
        sheet._merges.push(
          `${columnLetters(column)}${rowNumber}:${columnLetters(last)}${rowNumber}`,
        );
      }
      for (let at = column; at <= last; at += 1) {
        const reference = `${columnLetters(at)}${rowNumber}`;
        rendered += renderCell(reference, styles[style], at === column ? value : null);
      }
      column = last + 1;
    }
    writeRow(sheet, rowNumber, rendered, height);
  });
  await closeSheet(writer, sheet);
}
