import type { Flaw } from "./flaw.js";

/** Years that Postgres, JavaScript and the periods of this project agree on, in Shanghai time. */
const firstYear = 1970;
/** Terms may be said to hold since ever, which Excel's calendar begins in 1900. */
const firstDayYear = 1900;
const lastYear = 9998;

const instantFlaw: Flaw = { code: "instant_form" };
const instantRangeFlaw: Flaw = {
  code: "instant_unknown",
  details: { range: `${firstYear}–${lastYear}` },
};
const dayFlaw: Flaw = { code: "day_form" };
const dayRangeFlaw: Flaw = {
  code: "instant_unknown",
  details: { range: `${firstDayYear}–${lastYear}` },
};

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Checks a time of R-TIME and gives it as Postgres reads it, still without an offset where it had none
 * (the session is in Shanghai). Characters are compared one by one: a million orders have five million
 * times.
 */
export function checkInstant(text: string): string | Flaw {
  const separator = text.charCodeAt(4);
  if (!hasDayForm(text, separator) || text.length < 16) return instantFlaw;
  const between = text.charCodeAt(10);
  if (between !== 32 && between !== 84) return instantFlaw;
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  if (hour < 0 || minute < 0 || text.charCodeAt(13) !== 58) return instantFlaw;
  let at = 16;
  let second = 0;
  if (text.charCodeAt(at) === 58) {
    second = twoDigits(text, at + 1);
    if (second < 0) return instantFlaw;
    at += 3;
    if (text.charCodeAt(at) === 46) {
      if (!isDigit(text, at + 1) || !isDigit(text, at + 2) || !isDigit(text, at + 3)) {
        return instantFlaw;
      }
      at += 4;
    }
  }
  if (at < text.length && !isOffset(text, at)) return instantFlaw;
  if (!isDayOf(text, firstYear) || hour > 23 || minute > 59 || second > 59) return instantRangeFlaw;
  return separator === 47 ? withDashes(text) : text;
}

/** Checks a date and gives it as Postgres reads it; a time of midnight, as date cells have, is left out. */
export function checkDay(text: string): string | Flaw {
  const separator = text.charCodeAt(4);
  if (!hasDayForm(text, separator)) return dayFlaw;
  if (text.length > 10 && !/^[ T]00:00(:00(\.000)?)?$/.test(text.slice(10))) return dayFlaw;
  if (!isDayOf(text, firstDayYear)) return dayRangeFlaw;
  const day = text.slice(0, 10);
  return separator === 47 ? withDashes(day) : day;
}

function hasDayForm(text: string, separator: number): boolean {
  return (
    text.length >= 10 &&
    (separator === 45 || separator === 47) &&
    text.charCodeAt(7) === separator &&
    twoDigits(text, 0) >= 0 &&
    twoDigits(text, 2) >= 0 &&
    twoDigits(text, 5) >= 0 &&
    twoDigits(text, 8) >= 0
  );
}

function isDayOf(text: string, earliestYear: number): boolean {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (year < earliestYear || year > lastYear || month < 1 || month > 12 || day < 1) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 && isLeap ? 29 : (monthDays[month - 1] ?? 0));
}

/** `Z`, or hours and minutes that exist on the clocks of this world. */
function isOffset(text: string, at: number): boolean {
  const sign = text.charCodeAt(at);
  if (sign === 90) return text.length === at + 1;
  if (sign !== 43 && sign !== 45) return false;
  const hours = twoDigits(text, at + 1);
  const minutes = twoDigits(text, at + 4);
  const hasForm = text.length === at + 6 && text.charCodeAt(at + 3) === 58;
  return hasForm && hours >= 0 && hours <= 14 && minutes >= 0 && minutes <= 59;
}

function withDashes(text: string): string {
  return `${text.slice(0, 4)}-${text.slice(5, 7)}-${text.slice(8)}`;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

/** The number of two digits, or -1. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}
