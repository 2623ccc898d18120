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

/** Takes rows straight from the bytes of a file in UTF-8, as far as it understands them. */
export interface PlainRows {
  /**
   * @param to end of the bytes that were read; a row that has no line feed before it is to be left.
   * @returns how many rows it took from `from` on, and where it stopped.
   */
  take(bytes: Buffer, from: number, to: number, firstRow: number): { next: number; rows: number };
}

/** An opened file of rows; `batches` can be read once. */
export interface TableFile {
  /**
   * Rows in the order of the file, some hundred at a time.
   *
   * @param plain asked before each batch for who takes plain rows of what follows: these are in no batch.
   */
  batches(plain?: () => PlainRows | null): AsyncGenerator<TableRow[]>;
  /** How much of the file was read, 0 to 1, for progress. */
  fractionRead(): number;
}
