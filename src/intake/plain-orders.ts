import { copyNull } from "../platform/database/copy-rows.js";
import type { PlainRows } from "../platform/files/table-row.js";
import { checkOrder } from "./check-order.js";
import { columnsOf } from "./columns.js";
import type { LineBuffer } from "./line-buffer.js";
import type { MatchedHeader } from "./match-headers.js";
import type { FactKind } from "./merge-facts.js";
import {
  carriageReturn,
  comma,
  lineFeed,
  type PlainCell,
  type PlainForm,
  plainFormOf,
  resetCell,
} from "./plain-forms.js";

/** Plain orders of one file; how many it took. */
export interface PlainOrders extends PlainRows {
  taken(): number;
}

/**
 * Takes orders that are plain from the bytes of their file into lines for COPY: making texts of the cells of a million
 * orders costs more than all their checks. It judges nothing: a row it does not know to be good is left to
 * `createRowToLine`, which stages the same line of those that it does; a test holds the two against each other.
 *
 * @returns null for files whose cells do not stand in the order in which they are staged.
 */
export function plainOrdersOf(
  kind: FactKind,
  header: MatchedHeader,
  lines: LineBuffer,
): PlainOrders | null {
  const columns = columnsOf[kind];
  const isInOrder =
    header.width === columns.length && header.fieldOf.every((field, index) => field === index);
  if (kind !== "orders" || !isInOrder) return null;
  const row = createPlainRow(lines);
  let taken = 0;
  return {
    taken: () => taken,
    take(bytes, from, to, firstRow) {
      let next = from;
      let rowNo = firstRow;
      const end = lines.hasRoom(to - from) ? bytes.lastIndexOf(lineFeed, to - 1) : -1;
      while (next <= end) {
        const length = lines.length;
        const after = row(bytes, next, rowNo);
        if (after < 0) {
          lines.length = length;
          break;
        }
        next = after;
        rowNo += 1;
      }
      taken += rowNo - firstRow;
      return { next, rows: rowNo - firstRow };
    },
  };
}

/** Takes one row; gives the place of the next one, or -1 where it is not plain. */
function createPlainRow(lines: LineBuffer): (bytes: Buffer, from: number, rowNo: number) => number {
  const columns = columnsOf.orders;
  const forms: readonly PlainForm[] = columns.map(({ check }) => plainFormOf(check));
  const blanks = columns.map(({ blank }) =>
    blank === "refused" ? null : blank === "null" ? copyNull : blank.means,
  );
  const blankBytes = blanks.map((text) => Buffer.from(text ?? "", "utf8"));
  const last = columns.length - 1;
  const values: string[] = columns.map(() => copyNull);
  const cell: PlainCell = { value: "", staged: null };
  let isGood = true;
  const note = (): void => {
    isGood = false;
  };
  return (bytes, from, rowNo) => {
    lines.addNumber(rowNo);
    lines.addBytes(notInvalid, 0, notInvalid.length);
    let at = from;
    for (let column = 0; column <= last; column += 1) {
      const byte = bytes[at];
      if (byte === comma || byte === lineFeed || byte === carriageReturn) {
        const blank = blanks[column];
        if (blank == null) return -1;
        values[column] = blank;
        const text = blankBytes[column] ?? notInvalid;
        lines.addBytes(text, 0, text.length);
      } else {
        resetCell(cell);
        const end = forms[column]?.(bytes, at, cell) ?? -1;
        if (end < 0) return -1;
        values[column] = cell.value;
        if (cell.staged === null) lines.addBytes(bytes, at, end);
        else lines.addBytes(cell.staged, 0, cell.staged.length);
        at = end;
      }
      if (column < last) {
        if (bytes[at] !== comma) return -1;
        lines.addByte(tab);
        at += 1;
      }
    }
    if (bytes[at] === carriageReturn) at += 1;
    if (bytes[at] !== lineFeed) return -1;
    lines.addByte(lineFeed);
    isGood = true;
    checkOrder(values, note);
    return isGood ? at + 1 : -1;
  };
}

const tab = 9;
const notInvalid = Buffer.from("\tf\t", "utf8");
