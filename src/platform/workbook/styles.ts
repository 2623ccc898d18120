import type { Style } from "exceljs";
import type { CellKind, CellStyle } from "./cells.js";

const fontName = "Microsoft YaHei";
const ink = { text: "FF262626", faint: "FF7F7F7F", light: "FFD6E4F0", white: "FFFFFFFF" };
const fills = { heading: "FF1F4E79", label: "FFF2F5F9", total: "FFE4ECF5" };

const amountFormat = "#,##0.00;[Red]-#,##0.00";
const formats: Readonly<Record<CellKind, string>> = {
  // Text format: what a user edits in such a cell stays text as well, `=1+1` included.
  text: "@",
  wrapped: "General",
  integer: "#,##0",
  amount: amountFormat,
  base: "#,##0.00#;[Red]-#,##0.00#",
  // A rate has at most six places: four of a percent.
  rate: "0.00##%",
  instant: "yyyy-mm-dd hh:mm:ss",
};

const line = { style: "thin", color: { argb: "FFD9D9D9" } } as const;
const grid = { top: line, left: line, bottom: line, right: line };

function solid(argb: string): Style["fill"] {
  return { type: "pattern", pattern: "solid", fgColor: { argb } };
}

function font(size: number, argb: string, bold = false): Partial<Style["font"]> {
  return { name: fontName, family: 2, size, color: { argb }, ...(bold ? { bold } : {}) };
}

interface StyleDefinition {
  readonly kind: CellKind;
  readonly model: Partial<Style>;
  readonly fonts?: CellStyle["fonts"];
}

/** The properties of a run of text inside a cell. */
function run(size: number, argb: string, bold = false): string {
  const weight = bold ? "<b/>" : "";
  return `${weight}<sz val="${size}"/><color rgb="${argb}"/><rFont val="${fontName}"/><family val="2"/>`;
}

const toTheLeft = { alignment: { vertical: "middle", horizontal: "left", indent: 1 } } as const;

function body(kind: CellKind, change: Partial<Style> = {}): StyleDefinition {
  const isNumber = kind === "integer" || kind === "amount" || kind === "base" || kind === "rate";
  return {
    kind,
    model: {
      numFmt: formats[kind],
      font: font(10, ink.text),
      alignment: {
        vertical: "middle",
        ...(isNumber ? { horizontal: "right" } : { horizontal: "left", indent: 1 }),
        ...(kind === "wrapped" ? { wrapText: true } : {}),
      },
      border: grid,
      ...change,
    },
  };
}

function total(kind: CellKind): StyleDefinition {
  return body(kind, { font: font(10, ink.text, true), fill: solid(fills.total) });
}

const definitions = {
  text: body("text"),
  wrapped: body("wrapped"),
  integer: body("integer"),
  amount: body("amount"),
  base: body("base"),
  rate: body("rate"),
  /** A fact beside its label, on the left whatever it is. */
  factRate: body("rate", toTheLeft),
  factInteger: body("integer", toTheLeft),
  factInstant: body("instant", toTheLeft),
  instant: body("instant", { alignment: { vertical: "middle", horizontal: "center" } }),
  totalText: { ...total("text"), fonts: besides(ink.text, true) },
  totalInteger: total("integer"),
  totalAmount: total("amount"),
  heading: {
    kind: "text",
    model: {
      font: font(10, ink.white, true),
      fill: solid(fills.heading),
      border: grid,
      alignment: { vertical: "middle", horizontal: "center", wrapText: true },
    },
    fonts: { zh: run(10, ink.white, true), en: run(8, ink.light), separator: "\n" },
  },
  label: {
    kind: "text",
    model: {
      font: font(10, ink.text),
      fill: solid(fills.label),
      border: grid,
      alignment: { vertical: "middle", horizontal: "left", indent: 1, wrapText: true },
    },
    fonts: besides(ink.text),
  },
  /** Words of both languages in a cell of a table. */
  words: { ...body("text"), fonts: besides(ink.text) },
  title: {
    kind: "text",
    model: { font: font(18, fills.heading, true), alignment: { vertical: "middle" } },
    fonts: { zh: run(18, fills.heading, true), en: run(11, ink.faint), separator: "  " },
  },
  section: {
    kind: "text",
    model: {
      font: font(12, fills.heading, true),
      alignment: { vertical: "middle" },
      border: { bottom: { style: "medium", color: { argb: fills.heading } } },
    },
    fonts: { zh: run(12, fills.heading, true), en: run(9, ink.faint), separator: "  " },
  },
  figure: {
    kind: "amount",
    model: {
      numFmt: amountFormat,
      font: font(16, ink.text, true),
      border: grid,
      alignment: { vertical: "middle", horizontal: "center" },
    },
  },
  note: {
    kind: "wrapped",
    model: { font: font(9, ink.faint), alignment: { vertical: "top", wrapText: true } },
  },
  blank: { kind: "text", model: { font: font(10, ink.text) } },
} as const satisfies Record<string, StyleDefinition>;

function besides(argb: string, bold = false): NonNullable<CellStyle["fonts"]> {
  return { zh: run(10, argb, bold), en: run(8, ink.faint), separator: "  " };
}

export type StyleName = keyof typeof definitions;
export type StyleSheet = Readonly<Record<StyleName, CellStyle>>;

/** Registers every style with a workbook; a cell then only names its number. */
export function registerStyles(styles: {
  addStyleModel(style: Partial<Style>): number;
}): StyleSheet {
  const entries = Object.entries(definitions as Record<string, StyleDefinition>);
  return Object.fromEntries(
    entries.map(([name, { kind, model, fonts }]) => [
      name,
      { id: styles.addStyleModel(model), kind, ...(fonts === undefined ? {} : { fonts }) },
    ]),
  ) as StyleSheet;
}
