import type { CellFlaw, TableRow } from "./table-row.js";

/** A record past this is an unclosed quotation mark rather than data; also bounds memory. */
export const recordLimit = 1 << 20;

const comma = 44;
const quote = 34;
const carriageReturn = 13;
const lineFeed = 10;

/** Why scanning cannot go on; the row is where the trouble began. */
export type ScanTrouble = "quote_open" | "row_too_long";

/**
 * Splits text that arrives in pieces into the records of RFC 4180: commas, double quotes, LF, CRLF or CR.
 *
 * A scanner of its own, since a million orders through csv-parse cost 10 s and through this 3 s, of the
 * 18 s that reading and copying may take; a test holds the two against each other.
 * A quotation mark in the wrong place flaws its row only; blank records are left out, yet counted.
 */
export interface CsvScanner {
  /** Records that are complete after this piece; with `last`, what is left ends too. */
  push(piece: string, last: boolean): TableRow[];
  /** Number of the record that is being read. */
  currentRow(): number;
  /** Whether nothing of that record was pushed yet. */
  isBetweenRows(): boolean;
  /** Counts records that were read elsewhere. */
  skip(rows: number): void;
}

/** @param fail told what cannot be scanned and in which row; must throw. */
export function createCsvScanner(fail: (trouble: ScanTrouble, rowNo: number) => never): CsvScanner {
  let carry = "";
  let rowNo = 1;
  return {
    currentRow: () => rowNo,
    isBetweenRows: () => carry === "",
    skip(rows) {
      rowNo += rows;
    },
    push(piece, last) {
      const text = carry + piece;
      const rows: TableRow[] = [];
      const record: RecordEnd = { fields: [], flawed: false, next: 0 };
      let at = 0;
      while (at < text.length && scanRecord(text, at, last, record)) {
        const { fields } = record;
        if (record.flawed || !isBlank(fields)) {
          rows.push({ rowNo, fields, flaws: record.flawed ? strayQuote(fields) : null });
        }
        rowNo += 1;
        at = record.next;
      }
      carry = text.slice(at);
      if (carry !== "" && last) fail("quote_open", rowNo);
      if (carry.length > recordLimit) fail("row_too_long", rowNo);
      return rows;
    },
  };
}

interface RecordEnd {
  fields: string[];
  flawed: boolean;
  next: number;
}

/** Scans one record from `start` into `record`; false where its end has not arrived yet. */
function scanRecord(text: string, start: number, last: boolean, record: RecordEnd): boolean {
  const length = text.length;
  const fields: string[] = [];
  let flawed = false;
  let at = start;
  for (;;) {
    let quoted: QuotedText | null = null;
    if (at < length && text.charCodeAt(at) === quote) {
      quoted = scanQuoted(text, at, last);
      if (quoted === null) return false;
      at = quoted.next;
    }
    const plainFrom = at;
    let code = 0;
    while (at < length) {
      code = text.charCodeAt(at);
      if (code === comma || code === lineFeed || code === carriageReturn) break;
      if (code === quote) flawed = true;
      at += 1;
    }
    if (at >= length && !last) return false;
    const plain = text.slice(plainFrom, at);
    if (quoted !== null && plain !== "") flawed = true;
    fields.push(quoted === null ? plain : quoted.value + plain);
    if (at >= length || code !== comma) break;
    at += 1;
  }
  if (text.charCodeAt(at) === carriageReturn) {
    // A line feed may still come; alone, as old Macs write it, it ends the record too.
    if (at + 1 >= length && !last) return false;
    if (text.charCodeAt(at + 1) === lineFeed) at += 1;
  }
  record.fields = fields;
  record.flawed = flawed;
  record.next = at + 1;
  return true;
}

interface QuotedText {
  readonly value: string;
  readonly next: number;
}

/** The text between quotation marks; null where the closing one has not arrived yet. */
function scanQuoted(text: string, openAt: number, last: boolean): QuotedText | null {
  let value = "";
  let from = openAt + 1;
  for (;;) {
    const close = text.indexOf('"', from);
    // Only the character after a mark tells whether it closes the text or is doubled.
    if (close < 0 || (close + 1 >= text.length && !last)) return null;
    value += text.slice(from, close);
    if (text.charCodeAt(close + 1) !== quote) return { value, next: close + 1 };
    value += '"';
    from = close + 2;
  }
}

function isBlank(fields: readonly string[]): boolean {
  for (let index = 0; index < fields.length; index += 1) {
    if (fields[index] !== "") return false;
  }
  return true;
}

function strayQuote(fields: readonly string[]): CellFlaw[] {
  const value = fields.find((field) => field.includes('"')) ?? fields[0] ?? "";
  return [{ index: -1, code: "stray_quote", value }];
}
