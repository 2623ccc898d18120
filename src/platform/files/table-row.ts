/** What is wrong with one cell before its meaning is looked at. */
export interface CellFlaw {
  /** Index of the field; -1 where it is the row as a whole. */
  readonly index: number;
  readonly code: "stray_quote" | "digits_lost" | "cell_error" | "formula_without_value";
  readonly value: string;
}

/** One row of a file, the header included. */
export interface TableRow {
  /** As a spreadsheet counts: the first row of the file is 1, blank rows count though they are left out. */
  readonly rowNo: number;
  /** The texts of the cells, untrimmed; blank is the empty string. */
  readonly fields: string[];
  readonly flaws: readonly CellFlaw[] | null;
}

/** An opened file of rows; `batches` can be read once. */
export interface TableFile {
  /** Rows in the order of the file, some hundred at a time. */
  batches(): AsyncGenerator<TableRow[]>;
  /** How much of the file was read, 0 to 1, for progress. */
  fractionRead(): number;
}
