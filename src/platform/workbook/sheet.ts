import type { WorksheetWriter } from "exceljs/lib/stream/xlsx/workbook-writer.js";
import type { PartsWriter } from "./parts-writer.js";
import { columnLetters, type SheetLook, setUpSheet } from "./sheet-setup.js";

/** Rows a sheet of Excel has, the heading included. */
const excelRowLimit = 1_048_576;

/** Where a sheet is full and a table goes on on another. */
export interface SheetLimits {
  /** The heading included. */
  readonly rows: number;
  /** Of its text. */
  readonly bytes: number;
}

/** Past 4 GiB a part needs 64-bit sizes in its header, which not every reader takes. */
export const sheetLimits: SheetLimits = { rows: excelRowLimit, bytes: 4_000_000_000 };

/** Opens the next sheet of a workbook, ready for its first row; the one before must be closed. */
export async function openSheet(
  writer: PartsWriter,
  name: string,
  look: SheetLook,
  widths: readonly number[],
): Promise<WorksheetWriter> {
  await writer.begin();
  const sheet = writer.addWorksheet(name, setUpSheet(look));
  sheet.columns = widths.map((width) => ({ width }));
  // What exceljs writes before the first of its own rows.
  sheet._writeColumns();
  sheet._writeOpenSheetData();
  sheet.startedData = true;
  // Two things exceljs cannot say, each at its place in the order of the format: nothing is protected
  // and no page is broken by hand, so those places are free.
  sheet._writeSheetProtection = () => sheet.stream.write('<printOptions horizontalCentered="1"/>');
  // Order numbers made of digits are text on purpose: no warning corner in every cell.
  const everywhere = `A1:${columnLetters(widths.length)}${excelRowLimit}`;
  sheet._writeRowBreaks = () =>
    sheet.stream.write(
      `<ignoredErrors><ignoredError sqref="${everywhere}" numberStoredAsText="1"/></ignoredErrors>`,
    );
  return sheet;
}

/** @param height in points; without it Excel fits the row to what is in it. */
export function writeRow(
  sheet: WorksheetWriter,
  number: number,
  cells: string,
  height?: number,
): void {
  const fixed = height === undefined ? "" : ` ht="${height}" customHeight="1"`;
  sheet.stream.write(`<row r="${number}"${fixed}>${cells}</row>`);
}

/** Writes what follows the rows, and waits until all of the sheet has left this process. */
export async function closeSheet(writer: PartsWriter, sheet: WorksheetWriter): Promise<void> {
  sheet.commit();
  await writer.endSheet();
}
