import fc from "fast-check";
import type { ShareInputs, ShareRule } from "../../src/domain/share.js";
import {
  add,
  divide,
  multiply,
  one,
  type Rational,
  rational,
  roundToCent,
} from "./model/rational.js";

/** Inputs for the formulas of §4, usual and nasty ones, within what the books can hold. */

const rules: readonly ShareRule[] = ["R-A1", "R-A2", "R-A3", "R-A4", "R-A5"];
const greatestBase = 10n ** 18n - 1n;

/** A whole number of units as a decimal text with that many places. */
export function decimal(units: bigint, places: number): string {
  const size = (units < 0n ? -units : units).toString().padStart(places + 1, "0");
  return `${units < 0n ? "-" : ""}${size.slice(0, -places)}.${size.slice(-places)}`;
}

const base = fc
  .oneof(
    fc.bigInt(-greatestBase, greatestBase),
    fc.bigInt(-1_000_000n, 1_000_000n),
    fc.constantFrom(0n, 1n, -1n, 5n, -5n, greatestBase, -greatestBase),
  )
  .map((thousandths) => decimal(thousandths, 3));

/** A fraction in (0, 1] of six places. */
const ratio = fc.oneof(
  fc.constantFrom("1", "0.5", "0.9", "0.000001", "0.999999", "0.333333"),
  fc.bigInt(1n, 1_000_000n).map((millionths) => decimal(millionths, 6)),
);

/** A tax rate in [0, 1). */
const taxRate = fc.oneof(
  fc.constantFrom("0", "0.01", "0.03", "0.06", "0.09", "0.13", "0.9999", "0.999999", "0.000001"),
  fc.bigInt(0n, 9_999n).map((basisPoints) => decimal(basisPoints, 4)),
);

const settleableRatio = fc.oneof(
  { weight: 3, arbitrary: fc.constant("1") },
  { weight: 1, arbitrary: ratio },
);

const plainInputs: fc.Arbitrary<ShareInputs> = fc.record({
  rule: fc.constantFrom(...rules),
  shareBase: base,
  ratio,
  outputTaxRate: taxRate,
  serviceFeeRate: taxRate,
  settleableRatio,
});

/** Pairs of s and ratio whose product (1 + s) · ratio is one half. */
const halves = [
  ["0", "0.5"],
  ["0.25", "0.4"],
  ["0.6", "0.3125"],
  ["0.28", "0.390625"],
] as const;

/** An amount of exactly half a cent more than whole ones: (2n + 1) · (1 + t) cents, halved. */
const tiedInputs: fc.Arbitrary<ShareInputs> = fc
  .tuple(
    fc.constantFrom<ShareRule>("R-A1", "R-A2", "R-A3", "R-A4"),
    fc.bigInt(-(10n ** 15n), 10n ** 15n),
    fc.constantFrom(0n, 1n, 2n, 3n, 5n, 9n),
    fc.constantFrom(...halves),
  )
  .map(([rule, n, tenths, [serviceFeeRate, half]]) => ({
    rule,
    shareBase: decimal((2n * n + 1n) * (10n + tenths), 3),
    ratio: half,
    outputTaxRate: decimal(tenths, 1),
    serviceFeeRate,
    settleableRatio: "1",
  }));

const tiedWithoutTax: fc.Arbitrary<ShareInputs> = fc.bigInt(-(10n ** 15n), 10n ** 15n).map((n) => ({
  rule: "R-A5" as const,
  shareBase: decimal((2n * n + 1n) * 10n, 3),
  ratio: "0.5",
  outputTaxRate: "0.13",
  serviceFeeRate: "0.06",
  settleableRatio: "1",
}));

function inverse(value: bigint, modulus: bigint): { gcd: bigint; factor: bigint } {
  let [r0, r1, s0, s1] = [value, modulus, 1n, 0n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [s0, s1] = [s1, s0 - quotient * s1];
  }
  return { gcd: r0, factor: s0 };
}

/**
 * The base, if there is one the books can hold, that brings an amount as near to half a cent as it can
 * come without being it: base · ratio · (1 + s) / (1 + t), solved for the smallest remainder.
 */
function nearTie(ratioMillionths: bigint, s: bigint, t: bigint, side: bigint): string | null {
  // In cents: base/1000 · ratio/10⁶ · (10⁴ + s) / (10⁴ + t) · 100 = base · x / y
  const x = 2n * ratioMillionths * (10_000n + s);
  const y = 2n * (10_000n + t) * 10n ** 7n;
  const { gcd, factor } = inverse(x, y);
  const half = y / 2n;
  const remainder = half % gcd;
  const target = half - remainder + (side > 0n || remainder === 0n ? gcd * side : 0n);
  const found = ((((target / gcd) * factor) % (y / gcd)) + y / gcd) % (y / gcd);
  return found > greatestBase ? null : decimal(found, 3);
}

const nearlyTiedInputs: fc.Arbitrary<ShareInputs> = fc
  .record({
    ratioMillionths: fc.bigInt(1n, 1_000_000n),
    s: fc.bigInt(0n, 9_999n),
    t: fc.bigInt(0n, 9_999n),
    side: fc.constantFrom(1n, -1n),
    sign: fc.constantFrom("", "-"),
  })
  .map(({ ratioMillionths, s, t, side, sign }) => ({
    rule: "R-A1" as const,
    shareBase: sign + (nearTie(ratioMillionths, s, t, side) ?? "0.005"),
    ratio: decimal(ratioMillionths, 6),
    outputTaxRate: decimal(t, 4),
    serviceFeeRate: decimal(s, 4),
    settleableRatio: "1",
  }));

export const shareInputs: fc.Arbitrary<ShareInputs> = fc.oneof(
  { weight: 4, arbitrary: plainInputs },
  { weight: 2, arbitrary: tiedInputs },
  { weight: 1, arbitrary: tiedWithoutTax },
  { weight: 3, arbitrary: nearlyTiedInputs },
);

/** Inputs whose amount is exactly half a cent off. */
export const tiedShareInputs: fc.Arbitrary<ShareInputs> = fc.oneof(tiedInputs, tiedWithoutTax);

/** The formula in exact fractions, not rounded. */
export function exactShare(inputs: ShareInputs): Rational {
  const share = [inputs.shareBase, inputs.ratio, inputs.settleableRatio]
    .map(rational)
    .reduce(multiply);
  if (inputs.rule === "R-A5") return share;
  const gross = multiply(share, add(one, rational(inputs.serviceFeeRate)));
  return divide(gross, add(one, rational(inputs.outputTaxRate)));
}

export function exactEntitlement(inputs: ShareInputs): Rational {
  return roundToCent(exactShare(inputs));
}
