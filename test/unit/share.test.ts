import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatAmount } from "../../src/domain/money.js";
import {
  entitlementOf,
  ruleOf,
  type SalesScenario,
  type ShareInputs,
  type ShareModel,
  type ShareRule,
  type Sourcing,
  shareBaseOfSale,
} from "../../src/domain/share.js";
import { amountText, rational, subtract } from "../support/model/rational.js";
import {
  exactEntitlement,
  exactShare,
  shareInputs,
  tiedShareInputs,
} from "../support/share-cases.js";

const entitlement = (inputs: ShareInputs): string => formatAmount(entitlementOf(inputs));

describe("§4: which rule a sale is settled by", () => {
  test.each<[SalesScenario, ShareModel, ShareRule]>([
    ["provider", "deal_price", "R-A1"],
    ["provider", "floor_discount", "R-A2"],
    ["dealer_alone", "deal_price", "R-A3"],
    ["dealer_alone", "floor_discount", "R-A3"],
    ["dealer_joint", "deal_price", "R-A4"],
    ["dealer_joint", "floor_discount", "R-A4"],
    ["merchant_joint", "deal_price", "R-A5"],
    ["merchant_joint", "floor_discount", "R-A5"],
  ])("%s of a %s product: %s", (scenario, model, rule) => {
    expect(ruleOf(scenario, model)).toBe(rule);
  });
});

describe("§4: what the ratio applies to", () => {
  test.each<[string, ShareRule, Sourcing, [string, string, string | null], string | null]>([
    ["B is all of C", "R-A1", "self_operated", ["800.00", "1000.00", null], "800.00"],
    ["B of a joint product is half of C", "R-A1", "joint", ["800.00", "1000.00", null], "400.00"],
    ["half of a cent stays", "R-A1", "joint", ["0.01", "0.01", null], "0.005"],
    ["a general product earns nothing", "R-A1", "general", ["800.00", "1000.00", null], null],
    [
      "D − F, whatever was paid by voucher",
      "R-A2",
      "joint",
      ["0.00", "1000.00", "700.00"],
      "300.00",
    ],
    ["D − F", "R-A3", "selected", ["1000.00", "1000.00", "999.99"], "0.01"],
    ["D = F", "R-A4", "selected", ["1000.00", "1000.00", "1000.00"], "0.00"],
    ["R-A6: D below F counts as 0", "R-A2", "joint", ["1000.00", "1000.00", "1000.01"], "0.00"],
    ["R-A6 in a dealer scenario", "R-A3", "selected", ["10.00", "10.00", "2000.00"], "0.00"],
    ["C for a sale with the merchant", "R-A5", "joint", ["800.00", "1000.00", "1.00"], "800.00"],
  ])("%s", (_, rule, sourcing, [cashConsumption, dealAmount, floorAmount], expected) => {
    const base = shareBaseOfSale(rule, sourcing, { cashConsumption, dealAmount, floorAmount });
    if (expected === null) expect(base).toBeNull();
    else expect(base?.equals(expected)).toBe(true);
  });
});

describe("R-A1 to R-A5: by hand", () => {
  const inputs = (
    rule: ShareRule,
    [shareBase, ratio, outputTaxRate, serviceFeeRate]: readonly [string, string, string, string],
    settleableRatio = "1",
  ): ShareInputs => ({ rule, shareBase, ratio, outputTaxRate, serviceFeeRate, settleableRatio });

  test.each([
    // 500 × 0.2 / 1.06 × 1.06
    ["equal tax rates fall out", inputs("R-A1", ["500", "0.2", "0.06", "0.06"]), "100.00"],
    // 100 / 1.13 × 1.06 = 93.8053…
    ["t and s differ", inputs("R-A1", ["500", "0.2", "0.13", "0.06"]), "93.81"],
    // 333.33 × 0.15 / 1.13 × 1.01 = 44.68981…
    ["small-scale s", inputs("R-A1", ["333.33", "0.15", "0.13", "0.01"]), "44.69"],
    // (1000 − 700) × 0.4 / 1.13 × 1.06 = 112.566…
    ["R-A2", inputs("R-A2", ["300", "0.4", "0.13", "0.06"]), "112.57"],
    // (1200 − 1000) / 1.13 × 1.06 × 0.9 = 168.849…
    ["R-A3", inputs("R-A3", ["200", "0.9", "0.13", "0.06"]), "168.85"],
    // (1200 − 1000) × 0.4 / 1.13 × 1.06 = 75.044…
    ["R-A4", inputs("R-A4", ["200", "0.4", "0.13", "0.06"]), "75.04"],
    // 999.99 × 0.05 = 49.9995, no tax factors
    ["R-A5", inputs("R-A5", ["999.99", "0.05", "0.13", "0.06"]), "50.00"],
    // 1000 × 0.3 / 1.13 × 1.06 = 281.4159…, half of it 140.7079…
    ["R-A8, half of it", inputs("R-A1", ["1000", "0.3", "0.13", "0.06"], "0.5"), "140.71"],
    // 300 × 0.333333 / 1.13 × 1.06 = 93.8052…
    ["R-A8, a third", inputs("R-A1", ["1000", "0.3", "0.13", "0.06"], "0.333333"), "93.81"],
    ["nothing of nothing", inputs("R-A1", ["0", "1", "0", "0"]), "0.00"],
    ["a tie goes away from zero", inputs("R-A1", ["0.005", "1", "0", "0"]), "0.01"],
    ["also below zero", inputs("R-A1", ["-0.005", "1", "0", "0"]), "-0.01"],
    ["a tie behind a division", inputs("R-A2", ["0.05", "0.125", "0.25", "0"]), "0.01"],
    ["a ratio of a millionth", inputs("R-A5", ["4999.99", "0.000001", "0", "0"]), "0.00"],
    ["a ratio of a millionth, tied", inputs("R-A5", ["5000", "0.000001", "0", "0"]), "0.01"],
    // 1 000 000 × 1.999999 / 1 = and the other way round
    ["extreme s", inputs("R-A1", ["1000000", "1", "0", "0.999999"]), "1999999.00"],
    ["extreme t", inputs("R-A1", ["1999999", "1", "0.999999", "0"]), "1000000.00"],
    [
      "15 digits",
      inputs("R-A1", ["999999999999999.99", "1", "0.13", "0.06"]),
      "938053097345132.73",
    ],
    [
      "15 digits at an extreme s",
      inputs("R-A1", ["999999999999999.99", "1", "0", "0.9999"]),
      "1999899999999999.98",
    ],
  ])("%s", (_, formula, expected) => {
    expect(entitlement(formula)).toBe(expected);
  });
});

describe("laws of the formula", () => {
  test("is that of exact fractions, rounded once", () => {
    fc.assert(
      fc.property(shareInputs, (inputs) => {
        expect(entitlement(inputs)).toBe(amountText(exactEntitlement(inputs)));
      }),
      { numRuns: 2_000 },
    );
  });

  test("ties really are ties, and go away from zero", () => {
    fc.assert(
      fc.property(tiedShareInputs, (inputs) => {
        const off = subtract(rational(entitlement(inputs)), exactShare(inputs));
        const isUp = !inputs.shareBase.startsWith("-");
        expect(off.numerator * 200n).toBe(isUp ? off.denominator : -off.denominator);
      }),
    );
  });

  test("a refund of all of it is worth as much the other way", () => {
    fc.assert(
      fc.property(shareInputs, (inputs) => {
        const { shareBase } = inputs;
        const refunded = shareBase.startsWith("-") ? shareBase.slice(1) : `-${shareBase}`;
        const back = entitlementOf({ ...inputs, shareBase: refunded });
        expect(back.plus(entitlementOf(inputs)).isZero()).toBe(true);
      }),
    );
  });

  test("R-A5 knows no tax", () => {
    fc.assert(
      fc.property(shareInputs, (inputs) => {
        const withTax = entitlement({ ...inputs, rule: "R-A5" });
        expect(
          entitlement({ ...inputs, rule: "R-A5", outputTaxRate: "0", serviceFeeRate: "0" }),
        ).toBe(withTax);
      }),
    );
  });

  test("more of the order counting never lowers what it is worth", () => {
    fc.assert(
      fc.property(shareInputs, fc.integer({ min: 1, max: 1_000_000 }), (inputs, millionths) => {
        const part = entitlementOf({ ...inputs, settleableRatio: String(millionths / 1_000_000) });
        const whole = entitlementOf({ ...inputs, settleableRatio: "1" });
        expect(part.abs().lessThanOrEqualTo(whole.abs())).toBe(true);
      }),
    );
  });
});
