import type { FileDecoder } from "./decode-text.js";
import type { CsvScanner } from "./scan-csv.js";
import type { PlainRows, TableRow } from "./table-row.js";

const lineFeed = 10;

/** Lines that are scanned at most before plain rows are looked for again. */
const mostLines = 1_024;

/** Gives the batches of one piece of a file and returns how many of its bytes it used; with `isLast`, all. */
export type CsvSplitter = (piece: Buffer, isLast: boolean) => Generator<TableRow[], number>;

/**
 * Splits the pieces of a CSV file into rows: plain ones go to whoever takes them, all others through the scanner.
 * Where the two follow each other, a batch ends, so that the order of the file is kept.
 */
export function createCsvSplitter(
  scanner: CsvScanner,
  decoder: FileDecoder,
  plainOf: () => PlainRows | null,
): CsvSplitter {
  let isLineStart = false;
  // Doubled wherever no row was plain: a file that has none costs no more than if none were looked for.
  let lines = 1;
  return function* split(piece, isLast) {
    let at = 0;
    while (at < piece.length) {
      const plain = plainOf();
      const isBetweenRows = isLineStart && scanner.isBetweenRows();
      if (plain !== null && isBetweenRows) {
        const taken = plain.take(piece, at, piece.length, scanner.currentRow());
        scanner.skip(taken.rows);
        at = taken.next;
        lines = taken.rows > 0 ? 1 : Math.min(lines * 2, mostLines);
      }
      let end = plain === null ? piece.length : endOfLines(piece, at, lines);
      if (end === at) {
        // A row that is cut off is kept, to be seen whole, unless it fills the piece by itself.
        if (isBetweenRows && at > 0 && !isLast) break;
        end = piece.length;
      }
      const text = decoder.write(piece.subarray(at, end), scanner.currentRow());
      if (end > at) isLineStart = piece[end - 1] === lineFeed;
      at = end;
      const rows = scanner.push(text, false);
      if (rows.length > 0) yield rows;
    }
    // What was taken is to be sent now and then.
    if (plainOf() !== null) yield [];
    return at;
  };
}

/** Where so many lines end, or as many as are whole; `from` where none is. */
function endOfLines(bytes: Buffer, from: number, lines: number): number {
  let end = from;
  for (let count = 0; count < lines; count += 1) {
    const next = bytes.indexOf(lineFeed, end);
    if (next < 0) break;
    end = next + 1;
  }
  return end;
}
