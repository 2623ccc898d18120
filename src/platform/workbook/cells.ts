/**
 * One cell as XML. Rows are rendered here and not by exceljs: a quarter of its time a row, and an amount
 * goes into the file as the decimal text Postgres wrote, never through a binary float.
 */

/** How a column's values are stored. Amounts, bases (amounts
 * that may have half a cent) and rates are numbers, an instant is a date cell. */
export type CellKind = "text" | "wrapped" | "integer" | "amount" | "base" | "rate" | "instant";

/** A heading or label in both languages, the English small beside the Chinese or beneath it. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** Numbers come as text; a number is a count. Null is an empty cell. */
export type CellValue = string | number | null | Bilingual;

/** The longest text a cell can hold; what is longer makes Excel call the file damaged. */
const textLimit = 32_767;
/** A number keeps 15 significant digits in Excel; what has more is kept whole, as text. */
const significantDigits = 15;
const millisecondsPerDay = 86_400_000;
/** Day 0 of Excel's calendar, for every day after February 1900. */
const dayZero = Date.UTC(1899, 11, 30);
const firstGoodSerial = 61;

const numberForm = /^-?\d+(?:\.\d+)?$/;
const instantForm = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?/;
// XML has no place for these, escaped or not.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is searched for
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
// Most texts: nothing to escape, nothing forbidden, no line break.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not occur
const plain = /^[^&<>_\u0000-\u001f\ufffe\uffff]*$/;
const needsEscape = /[&<>\r]|_x[0-9A-Fa-f]{4}_/;
const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "\r": "&#13;",
};

/** A style of the workbook, as numbered by exceljs, with what is stored under it. */
export interface CellStyle {
  readonly id: number;
  readonly kind: CellKind;
  /** For labels in both languages: how each part is set. */
  readonly fonts?: { readonly zh: string; readonly en: string; readonly separator: string };
}

/**
 * Renders a cell. Text is always an inline string, so that whatever it begins with (`=`, `+`, `-`, `@`,
 * a tab) it is never a formula. A value that does not have the form of its kind is written as text.
 */
export function renderCell(reference: string, style: CellStyle, value: CellValue): string {
  const open = `<c r="${reference}" s="${style.id}"`;
  if (value === null || value === "") return `${open}/>`;
  if (typeof value === "number") return `${open}><v>${value}</v></c>`;
  if (typeof value === "object") {
    return `${open} t="inlineStr"><is>${renderBilingual(value, style)}</is></c>`;
  }
  const number = storedNumber(style.kind, value);
  if (number !== null) return `${open}><v>${number}</v></c>`;
  return `${open} t="inlineStr"><is>${renderText(value)}</is></c>`;
}

function storedNumber(kind: CellKind, value: string): string | null {
  if (kind === "text" || kind === "wrapped") return null;
  if (kind === "instant") return excelSerial(value);
  return fitsNumber(value) ? value : null;
}

/** Whether a decimal text keeps every digit as an Excel number; zeros at either end do not count. */
export function fitsNumber(value: string): boolean {
  if (!numberForm.test(value)) return false;
  if (value.length <= significantDigits) return true;
  return value.replace(/[-.]/g, "").replace(/^0+|0+$/g, "").length <= significantDigits;
}

/**
 * The serial number of a wall clock time, e.g. `2026-10-05 12:00:00+08` is 46300.5: the offset is left
 * out, sessions of the project write Shanghai time (R-TIME). Null for what Excel's calendar lacks.
 */
export function excelSerial(text: string): string | null {
  const match = instantForm.exec(text);
  if (!match) return null;
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction] = match;
  const milliseconds = fraction === undefined ? 0 : Math.round(Number(`0.${fraction}`) * 1000);
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const instant = midnight + ((+hour * 60 + +minute) * 60 + +second) * 1000 + milliseconds;
  const serial = (instant - dayZero) / millisecondsPerDay;
  return serial < firstGoodSerial ? null : String(serial);
}

/** Text as XML: cut to what a cell holds, never in the middle of a character. */
export function escapeText(text: string): string {
  let kept = text;
  if (kept.length > textLimit) {
    const last = kept.charCodeAt(textLimit - 1);
    kept = kept.slice(0, last >= 0xd800 && last <= 0xdbff ? textLimit - 1 : textLimit);
  }
  kept = kept.replace(forbidden, "");
  if (!needsEscape.test(kept)) return kept;
  // Excel reads _x0041_ as the letter A: the underscore that opens such a run is itself written so.
  return kept
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(/[&<>\r]/g, (character) => escapes[character] ?? character);
}

function renderText(text: string): string {
  if (text.length <= textLimit && plain.test(text) && isTight(text)) return `<t>${text}</t>`;
  const escaped = escapeText(text);
  const space = /^\s|\s$|\n/.test(escaped) ? ' xml:space="preserve"' : "";
  return `<t${space}>${escaped}</t>`;
}

/** Whether a text neither begins nor ends with white space; a text that may do is no. */
function isTight(text: string): boolean {
  return isInk(text.charCodeAt(0)) && isInk(text.charCodeAt(text.length - 1));
}

/** ASCII that is seen, and what lies between the ideographic space and the byte order mark. */
function isInk(code: number): boolean {
  return (code > 0x20 && code < 0x7f) || (code > 0x3000 && code < 0xfeff);
}

function renderBilingual(label: Bilingual, style: CellStyle): string {
  const fonts = style.fonts;
  if (fonts === undefined) return renderText(`${label.zh} ${label.en}`);
  const chinese = `<r><rPr>${fonts.zh}</rPr>${renderText(label.zh)}</r>`;
  if (label.en === "") return chinese;
  return `${chinese}<r><rPr>${fonts.en}</rPr>${renderText(fonts.separator + label.en)}</r>`;
}
