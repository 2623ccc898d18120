import type { Bilingual, CellValue } from "../platform/workbook/cells.js";
import type { FormCell, FormRow } from "../platform/workbook/form-sheet.js";
import type { StyleName } from "../platform/workbook/styles.js";
import { wrappedHeight } from "../platform/workbook/text-width.js";

/** Pages to read share eight columns, so that facts, figures and small tables line up. */
export const pageWidths: readonly number[] = [22, 17, 17, 17, 22, 17, 17, 17];
const columns = pageWidths.length;
const rowHeight = 20;

export function titleRow(title: Bilingual): FormRow {
  return { cells: [{ value: title, style: "title", span: columns }], height: 36 };
}

/** A heading over a part of the page, set off by an empty row. */
export function sectionRows(heading: Bilingual): FormRow[] {
  return [
    { cells: [], height: 12 },
    { cells: [{ value: heading, style: "section", span: columns }], height: 24 },
  ];
}

export interface Fact {
  readonly label: Bilingual;
  readonly value: CellValue;
  readonly style: StyleName;
}

/** Facts two to a row, each label beside its value. */
export function factRows(facts: readonly Fact[]): FormRow[] {
  const rows: FormRow[] = [];
  for (let index = 0; index < facts.length; index += 2) {
    const pair = [facts[index], facts[index + 1]];
    const cells = pair.flatMap((fact): FormCell[] => [
      { value: fact?.label ?? null, style: "label" },
      { value: fact?.value ?? null, style: fact?.style ?? "text", span: 3 },
    ]);
    rows.push({ cells, height: 22 });
  }
  return rows;
}

/** A few large figures side by side, each under its label. */
export function figureRows(figures: readonly { label: Bilingual; value: string }[]): FormRow[] {
  const spans = spread(figures.length);
  return [
    {
      cells: figures.map(({ label }, index) => ({
        value: label,
        style: "heading",
        ...spanOf(spans[index]),
      })),
      height: 32,
    },
    {
      cells: figures.map(({ value }, index) => ({
        value,
        style: "figure",
        ...spanOf(spans[index]),
      })),
      height: 40,
    },
  ];
}

/** A column of a small table on a page. */
export interface PageColumn {
  readonly heading: Bilingual;
  readonly style: StyleName;
  readonly span?: number;
}

export interface PageTableRow {
  readonly values: readonly CellValue[];
  readonly isTotal?: boolean;
}

/** A small table: headings and rows; rows grow with what is wrapped in them. */
export function tableRows(
  tableColumns: readonly PageColumn[],
  rows: readonly PageTableRow[],
): FormRow[] {
  const headings: FormRow = {
    cells: tableColumns.map(({ heading, span }) => ({
      value: heading,
      style: "heading",
      ...spanOf(span),
    })),
    height: 32,
  };
  const starts: number[] = [];
  tableColumns.reduce((start, { span = 1 }) => {
    starts.push(start);
    return start + span;
  }, 0);
  const body = rows.map(({ values, isTotal = false }): FormRow => {
    const heights = tableColumns.map(({ style, span = 1 }, index) => {
      const value = values[index];
      if (style !== "wrapped" || typeof value !== "string") return rowHeight;
      const start = starts[index] ?? 0;
      return wrappedHeight(value, widthOf(start, start + span));
    });
    return {
      cells: tableColumns.map(({ style, span }, index) => ({
        value: values[index] ?? null,
        style: isTotal ? totalOf(style) : style,
        ...spanOf(span),
      })),
      height: Math.max(rowHeight, ...heights),
    };
  });
  return [headings, ...body];
}

export function noteRows(notes: readonly string[]): FormRow[] {
  return notes.map((note) => ({
    cells: [{ value: note, style: "note", span: columns }],
    height: wrappedHeight(note, widthOf(0, columns)),
  }));
}

function widthOf(firstColumn: number, endColumn: number): number {
  return pageWidths.slice(firstColumn, endColumn).reduce((sum, each) => sum + each, 0);
}

function totalOf(style: StyleName): StyleName {
  if (style === "amount") return "totalAmount";
  if (style === "integer") return "totalInteger";
  return "totalText";
}

function spanOf(span: number | undefined): { span?: number } {
  return span === undefined ? {} : { span };
}

/** Shares the columns of a page among some cells, the wider ones first. */
function spread(count: number): number[] {
  const each = Math.floor(columns / count);
  const wider = columns - each * count;
  return Array.from({ length: count }, (_, index) => each + (index < wider ? 1 : 0));
}
