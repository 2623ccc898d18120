import type { Flaw } from "./flaw.js";
import type { RejectCode } from "./reject-reasons.js";

/**
 * Checks the form of one value that is not blank and gives it as COPY's text format wants it; codes and
 * words of either language come out as the code.
 */
export type ValueCheck = (value: string) => string | Flaw;

const maxTextCharacters = 200;
const maxKeyCharacters = 64;

const keyFlaw: Flaw = { code: "key_form" };
const lengthFlaw: Flaw = {
  code: "text_too_long",
  details: { max: String(maxTextCharacters) },
};
const controlFlaw: Flaw = { code: "text_control" };
const amountFlaw: Flaw = { code: "amount_form" };

/** R-IN6: `[A-Za-z0-9._-]{1,64}`. */
export function checkKey(value: string): string | Flaw {
  if (value.length > maxKeyCharacters) return keyFlaw;
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    const isKeyCharacter =
      (code >= 48 && code <= 57) ||
      (code >= 65 && code <= 90) ||
      (code >= 97 && code <= 122) ||
      code === 45 ||
      code === 46 ||
      code === 95;
    if (!isKeyCharacter) return keyFlaw;
  }
  return value;
}

/** R-IN6: at most 200 characters, no control characters. Gives the text with backslashes as COPY wants. */
export function checkText(value: string): string | Flaw {
  const flaw = textFlaw(value);
  if (flaw !== null) return flaw;
  return value.includes("\\") ? value.replaceAll("\\", "\\\\") : value;
}

function textFlaw(value: string): Flaw | null {
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    if (code < 32 || code >= 127) {
      if (code < 160 || (code >= 0x2028 && isUnfit(code, value, at))) return controlFlaw;
    }
  }
  // Characters, not the units of UTF-16: rare ideographs take two.
  if (value.length <= maxTextCharacters || [...value].length <= maxTextCharacters) return null;
  return lengthFlaw;
}

/** Line separators, marks that reorder text, halves of characters, and what a failed conversion leaves. */
function isUnfit(code: number, value: string, at: number): boolean {
  if (code <= 0x202e || code === 0xfeff || code >= 0xfffd) return true;
  if (code >= 0x2066 && code <= 0x2069) return true;
  if (code >= 0xd800 && code <= 0xdbff) return !isLow(value.charCodeAt(at + 1));
  return isLow(code) && !(value.charCodeAt(at - 1) >= 0xd800 && value.charCodeAt(at - 1) <= 0xdbff);
}

function isLow(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

/** R-IN6: an optional minus, 1 to 15 digits, at most 2 decimals. */
export function checkAmount(value: string): string | Flaw {
  const start = value.charCodeAt(0) === 45 ? 1 : 0;
  let at = start;
  while (isDigitAt(value, at)) at += 1;
  const digits = at - start;
  if (digits < 1 || digits > 15) return amountFlaw;
  if (at === value.length) return value;
  if (value.charCodeAt(at) !== 46) return amountFlaw;
  const decimalsFrom = at + 1;
  at = decimalsFrom;
  while (isDigitAt(value, at)) at += 1;
  const decimals = at - decimalsFrom;
  return at === value.length && decimals >= 1 && decimals <= 2 ? value : amountFlaw;
}

function isDigitAt(value: string, at: number): boolean {
  const code = value.charCodeAt(at);
  return code >= 48 && code <= 57;
}

/** The range of a fraction: its ends, and whether they belong to it. */
export interface RateRange {
  readonly low: "(0" | "[0";
  readonly high: 0.9 | 1;
  readonly highIncluded: boolean;
  /** Decimals that may differ from zero; at most 6 are stored. */
  readonly places: 4 | 6;
}

const rateForm = /^\d{1,2}(?:\.(\d{1,6}))?$/;

/** R-IN4: a fraction in its range. Comparing as numbers is safe: six decimals are far above their error. */
export function rateCheck(range: RateRange): ValueCheck {
  const formFlaw: Flaw = { code: "rate_form", details: { places: String(range.places) } };
  const rangeFlaw: Flaw = {
    code: "rate_range",
    details: { range: `${range.low}, ${range.high}${range.highIncluded ? "]" : ")"}` },
  };
  return (value) => {
    const match = rateForm.exec(value);
    if (match === null) return /^-\d/.test(value) ? rangeFlaw : formFlaw;
    if (/[^0]/.test((match[1] ?? "").slice(range.places))) return formFlaw;
    const number = Number(value);
    const isAboveLow = range.low === "[0" || number > 0;
    const isBelowHigh = number < range.high || (range.highIncluded && number === range.high);
    return isAboveLow && isBelowHigh ? value : rangeFlaw;
  };
}

/** Codes with the words that stand for them (headers of the specification): `[code, word, other word…]`. */
export function wordCheck(words: readonly (readonly string[])[]): ValueCheck {
  const codes = new Map<string, string>();
  for (const [code = "", ...others] of words) {
    for (const word of [code, ...others]) codes.set(word, code);
  }
  const flaw: Flaw = {
    code: "word_unknown",
    details: { words: words.map(([code, word]) => (word ? `${code}/${word}` : code)).join(", ") },
  };
  return (value) => codes.get(value) ?? flaw;
}

/** A text that also has a form of its own. */
export function formCheck(form: RegExp, code: RejectCode): ValueCheck {
  const flaw: Flaw = { code };
  return (value) => {
    const checked = checkText(value);
    return typeof checked === "string" && !form.test(value) ? flaw : checked;
  };
}
