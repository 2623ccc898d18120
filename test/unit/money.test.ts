import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  Decimal,
  formatAmount,
  formatAmountGrouped,
  formatRate,
  roundToCent,
} from "../../src/domain/money.js";
import { amountText, roundToCent as exactRound, rational } from "../support/model/rational.js";

/** Any decimal with up to 15 digits and 9 places, as text. */
const decimalText = fc
  .tuple(fc.bigInt(-(10n ** 24n), 10n ** 24n), fc.integer({ min: 0, max: 9 }))
  .map(([digits, places]) => new Decimal(digits.toString()).times(`1e-${places}`).toFixed());

describe("R-ROUND: to the cent, half away from zero", () => {
  test.each([
    ["0.005", "0.01"],
    ["-0.005", "-0.01"],
    ["0.015", "0.02"],
    ["0.025", "0.03"],
    ["-0.025", "-0.03"],
    ["1.005", "1.01"],
    ["2.675", "2.68"],
    ["0.004999999999999999999999", "0.00"],
    ["-0.004999999999999999999999", "0.00"],
    ["0.005000000000000000000001", "0.01"],
    ["999999999999999.985", "999999999999999.99"],
    ["-999999999999999.995", "-1000000000000000.00"],
    ["0", "0.00"],
    ["-0", "0.00"],
  ])("%s becomes %s", (value, expected) => {
    expect(formatAmount(roundToCent(new Decimal(value)))).toBe(expected);
  });

  test("agrees with exact fractions", () => {
    fc.assert(
      fc.property(decimalText, (text) => {
        expect(formatAmount(roundToCent(new Decimal(text)))).toBe(
          amountText(exactRound(rational(text))),
        );
      }),
    );
  });

  test("is the same on both sides of zero, and never further off than half a cent", () => {
    fc.assert(
      fc.property(decimalText, (text) => {
        const value = new Decimal(text);
        const rounded = roundToCent(value);
        expect(roundToCent(value.negated()).equals(rounded.negated())).toBe(true);
        expect(rounded.minus(value).abs().lessThanOrEqualTo("0.005")).toBe(true);
        expect(roundToCent(rounded).equals(rounded)).toBe(true);
      }),
    );
  });
});

describe("how amounts and rates are written", () => {
  test.each([
    ["-0", "0.00"],
    ["-0.001", "0.00"],
    ["7", "7.00"],
    ["-12.5", "-12.50"],
    ["999999999999999.99", "999999999999999.99"],
  ])("the amount %s is written %s", (value, expected) => {
    expect(formatAmount(new Decimal(value))).toBe(expected);
  });

  test.each([
    ["0.060000", "0.06"],
    ["1.000000", "1"],
    ["0.000001", "0.000001"],
    ["0", "0"],
    ["0.333333", "0.333333"],
  ])("the rate %s is written %s", (value, expected) => {
    expect(formatRate(value)).toBe(expected);
  });

  test.each([
    ["0", "0.00"],
    ["999.9", "999.90"],
    ["1000", "1,000.00"],
    ["-1000", "-1,000.00"],
    ["-123456.7", "-123,456.70"],
    ["999999999999999.99", "999,999,999,999,999.99"],
  ])("people read %s as %s", (value, expected) => {
    expect(formatAmountGrouped(value)).toBe(expected);
  });

  test("the project's Decimal is its own: the global one keeps its settings", async () => {
    const { Decimal: globalDecimal } = await import("decimal.js");
    expect(Decimal.precision).toBe(60);
    expect(globalDecimal.precision).toBe(20);
    expect(globalDecimal).not.toBe(Decimal);
  });
});
