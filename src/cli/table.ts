import type { Output } from "./output.js";

/** A column of a table for people. */
export interface Column<Row> {
  readonly title: string;
  /** Amounts and counts stand to the right. */
  readonly align?: "left" | "right";
  readonly of: (row: Row) => string;
}

/** Rows of one stretch share their column widths; a longer list repeats the heading, like a ledger. */
const stretchLength = 1_000;

const noBorders = {
  ...{ top: "", "top-mid": "", "top-left": "", "top-right": "" },
  ...{ bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "" },
  ...{ left: "", "left-mid": "", mid: "", "mid-mid": "", right: "", "right-mid": "", middle: "  " },
};

/** Writes a table in bounded memory; no rows, no table. Widths count Chinese characters as two. */
export async function writeTable<Row>(
  output: Output,
  columns: readonly Column<Row>[],
  rows: Iterable<Row> | AsyncIterable<Row>,
): Promise<void> {
  let stretch: string[][] = [];
  for await (const row of rows) {
    stretch.push(columns.map((column) => column.of(row)));
    if (stretch.length === stretchLength) {
      await output.write(await renderTable(columns, stretch));
      stretch = [];
    }
  }
  if (stretch.length > 0) await output.write(await renderTable(columns, stretch));
}

async function renderTable<Row>(
  columns: readonly Column<Row>[],
  cells: readonly string[][],
): Promise<string> {
  const [{ default: Table }, { default: colors }] = await Promise.all([
    import("cli-table3"),
    import("picocolors"),
  ]);
  const table = new Table({
    head: columns.every(({ title }) => title === "")
      ? []
      : columns.map((column) => colors.bold(column.title)),
    colAligns: columns.map((column) => column.align ?? "left"),
    chars: noBorders,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0, compact: true },
  });
  table.push(...cells);
  const lines = table.toString().split("\n");
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}
