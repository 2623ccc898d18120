import { createHash } from "node:crypto";
import { YuejieError } from "../domain/errors.js";
import type { CellValue } from "../platform/workbook/cells.js";

/** How many rows the table has that a workbook is about, and what their amounts come to. */
export interface ControlTotals {
  readonly rowCount: number;
  /** In CNY, 2 places. */
  readonly controlTotal: string;
}

/** Counts and sums rows as they are written. */
export interface Tally {
  /** A row, with its amount of 2 places; null counts as nothing. */
  add(amount: string | null): void;
  totals(): ControlTotals;
}

export function openTally(): Tally {
  let rowCount = 0;
  // Whole cents: a row costs less than with decimals, and a sum of any length is exact.
  let cents = 0n;
  return {
    add(amount) {
      rowCount += 1;
      if (amount !== null) cents += BigInt(amount.replace(".", ""));
    },
    totals: () => ({ rowCount, controlTotal: formatCents(cents) }),
  };
}

function formatCents(cents: bigint): string {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, "0");
  return `${cents < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * Refuses a table that is not what the database says of it, in the snapshot that its rows were read in.
 *
 * Errors: export_does_not_add_up (stops at once: nothing is kept).
 */
export function expectTotals(found: ControlTotals, expected: ControlTotals, table: string): void {
  const isRight =
    found.rowCount === expected.rowCount && found.controlTotal === expected.controlTotal;
  if (isRight) return;
  const tell = ({ rowCount, controlTotal }: ControlTotals): string =>
    `${rowCount} / ${controlTotal}`;
  throw new YuejieError("export_does_not_add_up", {
    table,
    found: tell(found),
    expected: tell(expected),
  });
}

/** What reads the rows of tables along: every row, in the order in which it is written. */
export type RowWatcher = (cells: readonly CellValue[]) => void;

/** Digests are fed in pieces of this length: one call a row would cost more than the digest. */
const pieceLength = 64 * 1024;

/** The SHA-256 of rows by their values, whatever the file around them looks like. */
export interface ContentDigest {
  readonly add: RowWatcher;
  hex(): string;
}

export function openContentDigest(): ContentDigest {
  const hash = createHash("sha256");
  let piece = "";
  return {
    add(cells) {
      for (const cell of cells) piece += `${textOf(cell)}\u001f`;
      piece += "\n";
      if (piece.length < pieceLength) return;
      hash.update(piece);
      piece = "";
    },
    hex: () => hash.update(piece).digest("hex"),
  };
}

function textOf(cell: CellValue): string {
  if (cell === null) return "";
  return typeof cell === "object" ? cell.zh : String(cell);
}
