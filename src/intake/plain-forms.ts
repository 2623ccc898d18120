import { checkInstant } from "./check-instant.js";
import { checkAmount, checkKey, checkText, type ValueCheck } from "./check-value.js";

/** What a plain form found out about a value. */
export interface PlainCell {
  /** The value as the checks of a whole row see it; any text where they only ask whether there is one. */
  value: string;
  /** What is staged for it, where that is not the bytes as they are. */
  staged: Uint8Array | null;
}

/**
 * Knows a value that is plain: good beyond doubt and ended by a comma or the end of its line. Fewer than the check
 * of its column lets pass; what is not plain is left to the check.
 *
 * @param bytes UTF-8, with a line feed somewhere after `from`.
 * @returns the place behind the value, or -1 where it is not plain.
 */
export type PlainForm = (bytes: Buffer, from: number, cell: PlainCell) => number;

/** Makes a cell ready for the next value. */
export function resetCell(cell: PlainCell): void {
  cell.value = "present";
  cell.staged = null;
}

export const comma = 44;
export const carriageReturn = 13;
export const lineFeed = 10;

const digit = 1;
const keyCharacter = 2;
const textCharacter = 4;
const separator = 8;
/** A byte of a word that may be remembered: part of any character but blanks, quotes and backslashes. */
const wordByte = 16;

const classes = Uint8Array.from({ length: 256 }, (_, code) => {
  const character = String.fromCharCode(code);
  return (
    (/[0-9]/.test(character) ? digit : 0) |
    (/[A-Za-z0-9._-]/.test(character) ? keyCharacter : 0) |
    (/[ -~]/.test(character) && !/[",\\]/.test(character) ? textCharacter : 0) |
    ([comma, carriageReturn, lineFeed].includes(code) ? separator : 0) |
    (code > 127 || (/[!-~]/.test(character) && !/[",\\]/.test(character)) ? wordByte : 0)
  );
});

function is(byte: number | undefined, kind: number): boolean {
  return ((classes[byte ?? 0] ?? 0) & kind) !== 0;
}

function endOf(bytes: Buffer, to: number, isPlain: boolean): number {
  return isPlain && is(bytes[to], separator) ? to : -1;
}

const plainKey: PlainForm = (bytes, from) => {
  let to = from;
  while (is(bytes[to], keyCharacter)) to += 1;
  return endOf(bytes, to, to - from <= 64);
};

const space = 32;

/** Of 200 bytes at most, so of no more characters; of ASCII, common ideographs and full-width signs. */
const plainText: PlainForm = (bytes, from) => {
  let to = from;
  for (;;) {
    const byte = bytes[to] ?? 0;
    if (is(byte, textCharacter)) to += 1;
    else if (isWide(bytes, to, byte)) to += 3;
    else break;
  }
  const isTrimmed = bytes[from] !== space && bytes[to - 1] !== space;
  return endOf(bytes, to, isTrimmed && to - from <= 200);
};

/** U+3000 to U+9FFF, U+FF00 to U+FF7F. */
function isWide(bytes: Buffer, at: number, first: number): boolean {
  if (first < 0xe3 || (first > 0xe9 && first !== 0xef)) return false;
  const second = bytes[at + 1] ?? 0;
  const isSecond = first === 0xef ? second === 0xbc || second === 0xbd : second >> 6 === 2;
  return isSecond && (bytes[at + 2] ?? 0) >> 6 === 2;
}

const minus = 45;
const point = 46;

const plainAmount: PlainForm = (bytes, from, cell) => {
  const start = bytes[from] === minus ? from + 1 : from;
  let to = start;
  while (is(bytes[to], digit)) to += 1;
  const digits = to - start;
  let decimals = 0;
  if (bytes[to] === point) {
    to += 1;
    while (is(bytes[to + decimals], digit)) decimals += 1;
    to += decimals;
    if (decimals === 0) return -1;
  }
  if (endOf(bytes, to, digits >= 1 && digits <= 15 && decimals <= 2) < 0) return -1;
  cell.value =
    to - from === 1
      ? (oneDigit[(bytes[from] ?? 0) - 48] ?? "")
      : bytes.toString("latin1", from, to);
  return to;
};

const oneDigit = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** `2026-10-31 23:59:59` of the years 1970 to 2099, days that every month has. */
const plainInstant: PlainForm = (bytes, from) => {
  const year = number(bytes, from) * 100 + number(bytes, from + 2);
  const month = number(bytes, from + 5);
  const day = number(bytes, from + 8);
  const lastDay =
    month === 2 ? 28 : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  const isDay =
    year >= 1970 && year <= 2099 && month >= 1 && month <= 12 && day >= 1 && day <= lastDay;
  const hour = number(bytes, from + 11);
  const minute = number(bytes, from + 14);
  const second = number(bytes, from + 17);
  const isTime =
    hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59;
  const isMarked =
    bytes[from + 4] === minus &&
    bytes[from + 7] === minus &&
    bytes[from + 10] === space &&
    bytes[from + 13] === colon &&
    bytes[from + 16] === colon;
  return endOf(bytes, from + 19, isDay && isTime && isMarked);
};

const colon = 58;

/** The number of two digits; so far below zero that no sum makes up for it where they are none. */
function number(bytes: Buffer, at: number): number {
  const tens = bytes[at];
  const ones = bytes[at + 1];
  return is(tens, digit) && is(ones, digit) ? (tens ?? 0) * 10 + (ones ?? 0) - 528 : -100_000;
}

interface Remembered extends PlainCell {
  readonly bytes: Uint8Array;
  readonly staged: Uint8Array;
}

/** Words and rates are few: many columns have no more than these, and the others lose nothing. */
const rememberedValues = 1_000;
const longestRemembered = 64;

/** Values that the check let pass before. */
function rememberedForm(check: ValueCheck): PlainForm {
  const known = new Map<number, Remembered>();
  return (bytes, from, cell) => {
    let to = from;
    let hash = 0;
    while (is(bytes[to], wordByte)) {
      hash = (Math.imul(hash, 31) + (bytes[to] ?? 0)) | 0;
      to += 1;
    }
    if (endOf(bytes, to, to - from <= longestRemembered) < 0) return -1;
    let value = known.get(hash);
    if (value === undefined) {
      if (known.size >= rememberedValues) return -1;
      // A copy: the bytes of the file are read over.
      const own = Buffer.from(bytes.subarray(from, to));
      const checked = check(own.toString("utf8"));
      if (typeof checked !== "string") return -1;
      value = { value: checked, bytes: own, staged: Buffer.from(checked, "utf8") };
      known.set(hash, value);
    }
    if (!isSame(value.bytes, bytes, from, to)) return -1;
    cell.value = value.value;
    cell.staged = value.staged;
    return to;
  };
}

function isSame(known: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (known.length !== to - from) return false;
  for (let index = 0; index < known.length; index += 1) {
    if (known[index] !== bytes[from + index]) return false;
  }
  return true;
}

const forms = new Map<ValueCheck, PlainForm>([
  [checkKey, plainKey],
  [checkText, plainText],
  [checkAmount, plainAmount],
  [checkInstant, plainInstant],
]);

/** The plain form of the values that a check lets pass. */
export function plainFormOf(check: ValueCheck): PlainForm {
  return forms.get(check) ?? rememberedForm(check);
}
