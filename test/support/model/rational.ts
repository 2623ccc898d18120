/**
 * Exact fractions for the reference model: nothing is rounded until R-ROUND says so.
 * Deliberately not decimal.js, so that the model shares no arithmetic with what it checks.
 */
export interface Rational {
  readonly numerator: bigint;
  /** Always positive. */
  readonly denominator: bigint;
}

function make(numerator: bigint, denominator: bigint): Rational {
  return denominator < 0n
    ? { numerator: -numerator, denominator: -denominator }
    : { numerator, denominator };
}

/** Reads `-12.30` or `0.06`. */
export function rational(text: string): Rational {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!match) throw new Error(`not a decimal: "${text}"`);
  const places = match[3] ?? "";
  const digits = BigInt(`${match[2]}${places}`);
  return make(match[1] === "-" ? -digits : digits, 10n ** BigInt(places.length));
}

export const zero: Rational = { numerator: 0n, denominator: 1n };
export const one: Rational = { numerator: 1n, denominator: 1n };

export function add(a: Rational, b: Rational): Rational {
  if (a.denominator === b.denominator) return make(a.numerator + b.numerator, a.denominator);
  return make(
    a.numerator * b.denominator + b.numerator * a.denominator,
    a.denominator * b.denominator,
  );
}

export function negate(a: Rational): Rational {
  return make(-a.numerator, a.denominator);
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, negate(b));
}

export function multiply(a: Rational, b: Rational): Rational {
  return make(a.numerator * b.numerator, a.denominator * b.denominator);
}

export function divide(a: Rational, b: Rational): Rational {
  if (b.numerator === 0n) throw new Error("division by zero");
  return make(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** Below, at or above zero as `b` is above, equal to or below `a`. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

export function equal(a: Rational, b: Rational): boolean {
  return compare(a, b) === 0;
}

export function isZero(a: Rational): boolean {
  return a.numerator === 0n;
}

export function sum(values: Iterable<Rational>): Rational {
  let total = zero;
  for (const value of values) total = add(total, value);
  return total;
}

/** R-ROUND: to 0.01, half away from zero. The answer has the denominator 100. */
export function roundToCent(a: Rational): Rational {
  const size = a.numerator < 0n ? -a.numerator : a.numerator;
  const cents = (size * 200n + a.denominator) / (2n * a.denominator);
  return make(a.numerator < 0n ? -cents : cents, 100n);
}

/** An amount with two decimals, never `-0.00`. The value must be whole cents. */
export function amountText(a: Rational): string {
  const cents = roundToCent(a);
  if (!equal(cents, a)) throw new Error(`not whole cents: ${a.numerator}/${a.denominator}`);
  const size = cents.numerator < 0n ? -cents.numerator : cents.numerator;
  const digits = size.toString().padStart(3, "0");
  return `${cents.numerator < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** A rate of at most 6 places without the zeros at its end: `0.06`, `1`. */
export function rateText(a: Rational): string {
  const millionths = (a.numerator * 1_000_000n) / a.denominator;
  const digits = millionths.toString().padStart(7, "0");
  const places = digits.slice(-6).replace(/0+$/, "");
  return places ? `${digits.slice(0, -6)}.${places}` : digits.slice(0, -6);
}

/** A rate in four digits of basis points, as in statement numbers (R-S2). */
export function basisPoints(a: Rational): string {
  return ((a.numerator * 10_000n) / a.denominator).toString().padStart(4, "0");
}
