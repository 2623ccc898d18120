import { YuejieError } from "../../domain/errors.js";
import { Decimal } from "../../domain/money.js";
import { cutTo, onOneLine } from "../../domain/payment.js";
import { shanghaiDay } from "../../domain/period.js";
import { maskBankAccount } from "../../platform/crypto/mask.js";

/** Where a value stands, for the sentence that refuses it. */
export interface ValuePlace {
  readonly file: string;
  readonly place: string;
}

/**
 * An instant of the bank, in UTC; one without an offset is Shanghai time.
 *
 * Errors: `bank_file_value`.
 */
export function readInstant(text: string, where: ValuePlace): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?$/.exec(text);
  const [, day = "", time = "", , offset = "+08:00"] = match ?? [];
  const instant = new Date(`${day}T${time}${offset}`);
  if (!isDay(day) || Number.isNaN(instant.getTime())) {
    throw wrong(text, "2027-02-03T10:00:00+08:00", where);
  }
  return instant.toISOString();
}

/**
 * The day of a date or an instant of the bank, `YYYY-MM-DD`, Shanghai.
 *
 * Errors: `bank_file_value`.
 */
export function readDay(text: string, where: ValuePlace): string {
  const match = /^(\d{4})[-/.]?(\d\d?)[-/.]?(\d\d?)$/.exec(text.replace(/(Z|[+-]\d\d:\d\d)$/, ""));
  if (match === null) return shanghaiDay(new Date(readInstant(text, where)));
  const [, year = "", month = "", day = ""] = match;
  const told = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  if (!isDay(told)) throw wrong(text, "2027-02-03", where);
  return told;
}

/** Whether the calendar has it: Date would make the 30th of February a day of March. */
function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === day;
}

/**
 * An amount as a plain decimal; `12,000.00` is read as well.
 *
 * Errors: `bank_file_value`.
 */
export function readAmount(text: string, where: ValuePlace): string {
  const plain = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(",", "") : text;
  if (!/^\d{1,18}(\.\d{1,5})?$/.test(plain)) throw wrong(text, "12000.00", where);
  const amount = new Decimal(plain);
  return amount.toFixed(Math.max(2, amount.decimalPlaces()));
}

/** Eight digits and more, also in groups as people write them. */
const accountNumber = /\d(?:[ \-\u00a0\u2007\u2009\u2010-\u2014\u202f\u3000\uff0d]?\d){7,}/g;

/** The bank's words as they are kept: on one line, without account numbers that stand in them. */
export function readReason(parts: readonly string[]): string | null {
  const text = onOneLine(parts.filter((part) => part !== "").join(" "));
  if (text === "") return null;
  return cutTo(
    text.replace(accountNumber, (digits) => maskBankAccount(digits.replace(/\D/g, ""))),
    500,
  );
}

/** Codes of ISO 20022 for what the bank had before: AM05 Duplication, DU01 … DU05; DUPL is what banks write. */
const duplicateCodes = new Set(["AM05", "DU01", "DU02", "DU03", "DU04", "DU05", "DUPL"]);

/**
 * Whether the bank refuses something because it has it already: then it says nothing of the first copy, which may
 * have been paid (R-R2).
 */
export function saysDuplicate(parts: readonly string[]): boolean {
  return parts.some(
    (part) => duplicateCodes.has(part.trim().toUpperCase()) || /duplic|\bdupl\b|重复/i.test(part),
  );
}

/**
 * An id as the bank repeats it, at most 35 characters; null where there is none.
 *
 * Errors: `bank_file_value`.
 */
export function readId(text: string, where: ValuePlace): string | null {
  if (text === "" || text === "NOTPROVIDED") return null;
  if ([...text].length > 35) throw wrong(cutTo(text, 60), "1 … 35", where);
  return text;
}

function wrong(value: string, expected: string, { file, place }: ValuePlace): YuejieError {
  return new YuejieError("bank_file_value", { file, place, value: cutTo(value, 60), expected });
}
