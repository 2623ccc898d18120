import { YuejieError } from "../domain/errors.js";
import { parseMonth, parsePeriod } from "../domain/period.js";

// Values of options, checked while the command line is parsed: what is wrong with it is told (exit 2)
// before anything is opened.

/** A month, for what runs are made by. */
export function monthOption(value: string): string {
  return parseMonth(value).label;
}

/** A month or a quarter, as it stands on statements. */
export function labelOption(value: string): string {
  return parsePeriod(value).label;
}

/** Collects the values of an option that may be given again and again. */
export function collectOption(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** A whole number from 0 on. */
export function wholeOption(option: string): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (/^\d+$/.test(value) && Number.isSafeInteger(number)) return number;
    throw new YuejieError("option_value_refused", { value, option, allowed: "0, 1, 2 …" });
  };
}

/** A whole number from 1 to 16. */
export function countOption(option: string): (value: string) => number {
  return (value) => {
    if (/^([1-9]|1[0-6])$/.test(value)) return Number(value);
    throw new YuejieError("option_value_refused", { value, option, allowed: "1 … 16" });
  };
}

/**
 * The one of two ways to say what a command works on.
 *
 * Errors: usage where both or none is given.
 */
export function oneOf<A, B>(
  command: string,
  one: { readonly name: string; readonly value: A | undefined },
  other: { readonly name: string; readonly value: B | undefined },
): { readonly one: A } | { readonly other: B } {
  if (one.value !== undefined && other.value !== undefined) {
    throw new YuejieError("options_exclude", { one: one.name, other: other.name });
  }
  if (one.value !== undefined) return { one: one.value };
  if (other.value !== undefined) return { other: other.value };
  throw new YuejieError("option_missing", { command, option: [one.name, other.name] });
}
