import type { CellKind, CellValue } from "../platform/workbook/cells.js";
import type { TableColumn } from "../platform/workbook/table-sheet.js";

/** A column and where its value comes from. */
export interface Field<Row> extends TableColumn {
  readonly value: (row: Row) => CellValue;
}

/** One column: Chinese heading, English heading, kind, width in characters, value. */
export function field<Row>(
  [zh, en]: readonly [zh: string, en: string],
  [kind, width]: readonly [kind: CellKind, width: number],
  value: (row: Row) => CellValue,
): Field<Row> {
  return { heading: { zh, en }, kind, width, value };
}

/**
 * The cells of rows, one at a time, so that no more than the row at hand is held.
 *
 * @param onRow hears of every row that went out, before the next one is read.
 */
export async function* cellsOf<Row>(
  rows: AsyncIterable<Row> | Iterable<Row>,
  fields: readonly Field<Row>[],
  onRow: (cells: readonly CellValue[], row: Row) => void,
): AsyncGenerator<CellValue[]> {
  for await (const row of rows) {
    const cells = fields.map(({ value }) => value(row));
    yield cells;
    onRow(cells, row);
  }
}
