import { type FormSheet, writeForm } from "./form-sheet.js";
import { PartsWriter } from "./parts-writer.js";
import { sheetLimits } from "./sheet.js";
import { registerStyles } from "./styles.js";
import { type TableSheet, writeTable } from "./table-sheet.js";
import { openWholeFile } from "./whole-file.js";

/** A workbook on its way to the disk; sheets are written one after the other. */
export interface WorkbookFile {
  writeForm(sheet: FormSheet): Promise<void>;
  /** Goes on on a further sheet `name(2)` where one is full; returns the number of rows. */
  writeTable(sheet: TableSheet): Promise<number>;
  /** Puts the finished file in place. */
  keep(): Promise<void>;
  /** Leaves nothing behind; harmless after `keep`. */
  discard(): Promise<void>;
}

export interface WorkbookOptions {
  readonly title: string;
  /** Told in the file as its date: the same content and date give the same bytes. */
  readonly madeAt: Date;
  /** How many rows a sheet takes, the heading included; Excel's limit where it is not given. */
  readonly rowLimit?: number;
}

/**
 * Opens a workbook at `path`; nothing stands there until `keep`.
 *
 * Errors: those of the file system, from whichever call meets them first; then `discard`.
 */
export async function openWorkbook(path: string, options: WorkbookOptions): Promise<WorkbookFile> {
  const file = await openWholeFile(path);
  const about = {
    useStyles: true,
    useSharedStrings: false,
    created: options.madeAt,
    modified: options.madeAt,
    creator: "yuejie 月结",
    lastModifiedBy: "yuejie 月结",
  };
  const writer = new PartsWriter(about, file.stream);
  writer.title = options.title;
  const styles = registerStyles(writer.styles);
  const limits = { ...sheetLimits, rows: options.rowLimit ?? sheetLimits.rows };
  return {
    writeForm: (sheet) => writeForm(writer, styles, sheet),
    writeTable: (sheet) => writeTable(writer, styles, sheet, limits),
    async keep() {
      await writer.commit();
      await file.keep();
    },
    discard: () => file.discard(),
  };
}

/** Makes a workbook at `path` with what `fill` writes: all of it, or where it fails nothing. */
export async function makeWorkbook(
  path: string,
  options: WorkbookOptions,
  fill: (workbook: WorkbookFile) => Promise<void>,
): Promise<void> {
  const workbook = await openWorkbook(path, options);
  try {
    await fill(workbook);
    await workbook.keep();
  } catch (error) {
    await workbook.discard();
    throw error;
  }
}
