import { dateText, type NumberStyle, numberText } from "./cell-text.js";
import { createXmlScanner, type XmlHandler, XmlTrouble } from "./scan-xml.js";
import type { StringTable } from "./string-table.js";
import type { CellFlaw, TableRow } from "./table-row.js";
import { createTextCollector, unescapeCharacters } from "./xlsx-parts.js";
import type { ZipEntry } from "./zip-archive.js";

/** A workbook whose first sheet is ready to be read. */
export interface OpenWorkbook {
  readonly sheet: ZipEntry;
  readonly sheetPieces: AsyncIterable<Buffer>;
  readonly strings: StringTable;
  readonly styles: readonly NumberStyle[];
  readonly uses1904: boolean;
}

/** Cells past this column are not kept one by one; that there is one makes the row too wide. */
const columnLimit = 300;

/** Excel's sheets end here. */
const lastRow = 1_048_576;

/** Rows of the sheet that are not blank, and how much was unpacked for them. */
export interface SheetBatch {
  readonly batch: TableRow[];
  readonly unpackedBytes: number;
}

/** Streams the rows of a worksheet part. */
export async function* readSheet(book: OpenWorkbook): AsyncGenerator<SheetBatch> {
  let batch: TableRow[] = [];
  const scanner = createXmlScanner(
    sheetHandler(book, (row) => {
      batch.push(row);
    }),
  );
  for await (const piece of book.sheetPieces) {
    scanner.push(piece);
    yield { batch, unpackedBytes: piece.length };
    batch = [];
  }
  scanner.end();
  yield { batch, unpackedBytes: 0 };
}

function sheetHandler(book: OpenWorkbook, onRow: (row: TableRow) => void): XmlHandler {
  const inline = createTextCollector();
  let inData = false;
  let rowNo = 0;
  let width = 0;
  let fields: string[] = [];
  let flaws: CellFlaw[] = [];
  let cell: Cell | null = null;
  let inValue = false;

  return {
    open(name, attribute) {
      if (!inData) {
        inData = name === "sheetData";
      } else if (name === "row") {
        // Writers may leave the numbers out.
        rowNo = Number(attribute("r") ?? rowNo + 1);
        if (!(rowNo >= 1 && rowNo <= lastRow)) throw new XmlTrouble("a row has no number");
        fields = [];
        flaws = [];
      } else if (name === "c") {
        cell = {
          column: columnOf(attribute("r")) ?? fields.length,
          type: attribute("t") ?? "n",
          style: Number(attribute("s") ?? 0),
          hasFormula: false,
          value: null,
        };
      } else if (cell !== null) {
        if (name === "v") {
          inValue = true;
          cell.value = "";
        } else if (name === "f") cell.hasFormula = true;
        else if (name === "is") {
          inline.start();
          cell.value = "";
        } else inline.open(name);
      }
    },
    text(piece) {
      if (cell === null) return;
      if (inValue) cell.value += piece;
      else inline.text(piece);
    },
    close(name) {
      if (!inData) return;
      if (name === "v") inValue = false;
      else if (name === "c" && cell !== null) {
        if (cell.type === "inlineStr") cell.value = inline.result();
        takeCell(book, cell, fields, flaws);
        inline.start();
        cell = null;
      } else if (name === "row") {
        if (flaws.length > 0 || fields.some((field) => field !== "")) {
          // Cells that are blank to the end of a row are not in the file.
          while (fields.length < width) fields.push("");
          width ||= fields.length;
          onRow({ rowNo, fields, flaws: flaws.length > 0 ? flaws : null });
        }
      } else if (name === "sheetData") inData = false;
      else inline.close(name);
    },
  };
}

interface Cell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  hasFormula: boolean;
  /** Null where the cell has no value element. */
  value: string | null;
}

function takeCell(book: OpenWorkbook, cell: Cell, fields: string[], flaws: CellFlaw[]): void {
  const text = textOf(book, cell);
  const column = Math.min(cell.column, columnLimit);
  if (text !== "") while (fields.length < column) fields.push("");
  if (typeof text === "string") {
    if (text !== "") fields[column] = text;
    return;
  }
  fields[column] = text.value;
  flaws.push({ ...text, index: column });
}

/** The text of a cell, or why it has none to trust. */
function textOf(book: OpenWorkbook, cell: Cell): string | Omit<CellFlaw, "index"> {
  const { value } = cell;
  if (value === null) {
    return cell.hasFormula ? { code: "formula_without_value", value: "" } : "";
  }
  switch (cell.type) {
    case "s": {
      const text = book.strings.get(value === "" ? -1 : Number(value));
      if (text === undefined) throw new XmlTrouble(`it has no shared string ${value.slice(0, 20)}`);
      return text;
    }
    case "inlineStr":
      return value;
    case "str":
      return unescapeCharacters(value);
    case "d":
      return value;
    case "b":
      return value === "1" || value === "true" ? "true" : "false";
    case "e":
      return { code: "cell_error", value };
    default:
      return numberOf(book, cell, value);
  }
}

function numberOf(book: OpenWorkbook, cell: Cell, value: string): string | Omit<CellFlaw, "index"> {
  if (value === "") return cell.hasFormula ? { code: "formula_without_value", value } : "";
  const number = Number(value);
  const style = book.styles[cell.style];
  // A date out of the calendar is told by the column's own check.
  if (style?.isDate) return dateText(number, book.uses1904) ?? value;
  return numberText(number, style?.padding ?? 0) ?? { code: "digits_lost", value };
}

/** `AB12` is column 27; undefined where the cell does not say. */
function columnOf(reference: string | undefined): number | undefined {
  if (reference === undefined) return undefined;
  let column = 0;
  for (let at = 0; at < reference.length && at < 4; at += 1) {
    const code = reference.charCodeAt(at) & ~32;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column === 0 ? undefined : column - 1;
}
