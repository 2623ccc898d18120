import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatAmount } from "../../src/domain/money.js";
import {
  entitlementOf,
  formulaOf,
  hasConsistentBase,
  recomputeLine,
  type SettledLine,
  substitutedFormula,
} from "../../src/domain/share.js";
import { decimal, shareInputs } from "../support/share-cases.js";

/** A sale of 1000.00 of a self-operated product at a fifth, t 13 %, s 6 %: 187.61. */
const plainLine: SettledLine = {
  kind: "order",
  isReversal: false,
  rule: "R-A1",
  dealAmount: "1000.00",
  floorAmount: null,
  cashConsumption: "1000.00",
  shareBase: "1000.00",
  ratio: "0.2",
  outputTaxRate: "0.13",
  serviceFeeRate: "0.06",
  settleableRatio: "1",
  completesAmount: null,
  earlierAmount: "0.00",
  amount: "187.61",
};
const line = (changes: Partial<SettledLine>): SettledLine => ({ ...plainLine, ...changes });

const joint = { shareBase: "500.00", amount: "93.81" } as const;
const floored = {
  rule: "R-A2",
  floorAmount: "700.00",
  shareBase: "300.00",
  amount: "56.28",
} as const;
const belowFloor = {
  rule: "R-A2",
  floorAmount: "1200.00",
  shareBase: "0.00",
  amount: "0.00",
} as const;
const dealerAlone = {
  rule: "R-A3",
  floorAmount: "800.00",
  shareBase: "200.00",
  ratio: "0.9",
  amount: "168.85",
} as const;
const dealerJoint = { ...dealerAlone, rule: "R-A4", ratio: "0.4", amount: "75.04" } as const;
const merchant = { rule: "R-A5", ratio: "0.05", amount: "50.00" } as const;
const firstPart = { settleableRatio: "0.3", amount: "56.28" } as const;
const secondPart = { earlierAmount: "56.28", amount: "131.33" } as const;
const refund = {
  kind: "refund",
  dealAmount: "-1000.00",
  cashConsumption: "-1000.00",
  shareBase: "-1000.00",
  amount: "-187.61",
} as const;
const completing = {
  ...refund,
  dealAmount: "-333.33",
  cashConsumption: "-333.33",
  shareBase: "-333.33",
  completesAmount: "62.53",
  amount: "-62.53",
} as const;
const reversal = {
  kind: "adjustment",
  isReversal: true,
  dealAmount: "0.00",
  cashConsumption: "0.00",
  shareBase: "0.00",
  earlierAmount: "187.61",
  amount: "-187.61",
} as const;
const usage = {
  kind: "usage",
  dealAmount: "0.07",
  cashConsumption: "0.07",
  shareBase: "0.07",
} as const;
const flooredRefund = {
  ...floored,
  kind: "refund",
  dealAmount: "-1000.00",
  floorAmount: "-700.00",
  cashConsumption: "-1000.00",
  shareBase: "-300.00",
  amount: "-56.28",
} as const;
const moreFloor = { floorAmount: "-1200.00", shareBase: "200.00" } as const;
const flooredUsage = { ...floored, kind: "usage" } as const;
const usageChange = {
  ...floored,
  kind: "adjustment",
  dealAmount: null,
  floorAmount: null,
  cashConsumption: null,
  shareBase: "-12.00",
} as const;
const broughtForward = {
  kind: "brought_forward",
  rule: null,
  dealAmount: null,
  cashConsumption: null,
  shareBase: null,
  ratio: null,
  settleableRatio: null,
  amount: "-5.00",
} as const;

describe("R-S5: what a line must be worth, from the line alone", () => {
  test.each<[string, Partial<SettledLine>]>([
    ["a sale", {}],
    ["a joint product", joint],
    ["a floor", floored],
    ["R-A6", belowFloor],
    ["a dealer's sale", dealerAlone],
    ["a sale with the marketplace", dealerJoint],
    ["a sale with the merchant", merchant],
    // 187.61 × 0.3 before rounding is 56.28…
    ["a first part", firstPart],
    // what the whole is worth, less the first part
    ["what a raised ratio adds", secondPart],
    ["a refund", refund],
    ["a completing refund takes what is left, not what its formula says", completing],
    ["what stood at an old tax rate is taken back", reversal],
    // 0.07 × 0.2 / 1.13 × 1.06 = 0.0131…
    ["usage", { ...usage, amount: "0.01" }],
  ])("%s", (_, changes) => {
    const recomputed = recomputeLine(line(changes));
    expect(recomputed && formatAmount(recomputed)).toBe(line(changes).amount);
    expect(hasConsistentBase(line(changes))).toBe(true);
  });

  test("what moves another statement's amount has no formula", () => {
    for (const kind of ["brought_forward", "set_off"] as const) {
      expect(recomputeLine(line({ ...broughtForward, kind }))).toBeNull();
      expect(formulaOf(line({ ...broughtForward, kind }))).toBeNull();
      expect(substitutedFormula(line({ ...broughtForward, kind }))).toBeNull();
    }
  });

  test("an entitlement in parts adds up to the whole", () => {
    const ratios = fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { maxLength: 5 });
    fc.assert(
      fc.property(shareInputs, ratios, (inputs, millionths) => {
        const steps = [...millionths.sort((a, b) => a - b), 1_000_000];
        let settled = "0.00";
        for (const step of steps) {
          const settleableRatio = decimal(BigInt(step), 6);
          const part = recomputeLine(line({ ...inputs, settleableRatio, earlierAmount: settled }));
          settled = formatAmount(part?.plus(settled) as never);
        }
        const whole = formatAmount(entitlementOf({ ...inputs, settleableRatio: "1" }));
        expect(settled).toBe(whole);
      }),
    );
  });
});

describe("a base that contradicts the amounts beside it", () => {
  test.each<[string, Partial<SettledLine>]>([
    ["neither C nor its half", { shareBase: "999.99" }],
    ["C where the margin belongs", { ...floored, shareBase: "1000.00" }],
    ["half of C with the merchant", { ...merchant, shareBase: "500.00" }],
    ["a rule without a base", { shareBase: null }],
    ["an order without the amounts behind its base", { cashConsumption: null, dealAmount: null }],
    ["a base on what only takes back", { ...reversal, shareBase: "1000.00" }],
    ["0 where the price is above the floor (R-A6)", { ...floored, shareBase: "0.00" }],
    ["0 for a dealer above the floor", { ...dealerAlone, shareBase: "0.00" }],
    ["less than 0 below the floor", { ...belowFloor, shareBase: "-200.00" }],
    ["a correction at 0 above the floor", { ...floored, kind: "adjustment", shareBase: "0.00" }],
    ["a refund of more floor than price, not at 0", { ...flooredRefund, ...moreFloor }],
    ["a refund at neither its margin nor 0", { ...flooredRefund, shareBase: "-200.00" }],
    ["a free sale with a base", { ...floored, dealAmount: "0.00", shareBase: "-700.00" }],
    ["usage below the margin of its sums", { ...flooredUsage, shareBase: "299.99" }],
    ["usage below 0", { ...flooredUsage, floorAmount: "1200.00", shareBase: "-200.00" }],
    ["usage above all that was paid", { ...flooredUsage, shareBase: "1000.01" }],
  ])("%s", (_, changes) => {
    expect(hasConsistentBase(line(changes))).toBe(false);
  });

  test.each<[string, Partial<SettledLine>]>([
    ["a refund of a sale above its floor", flooredRefund],
    // whether the original was below its floor the line does not tell
    ["a refund at 0", { ...flooredRefund, shareBase: "0.00" }],
    ["a refund of more floor than price, at 0", { ...flooredRefund, ...moreFloor, shareBase: "0" }],
    ["a corrected refund", { ...flooredRefund, kind: "adjustment" }],
    ["a free sale", { ...floored, dealAmount: "0.00", shareBase: "0.00" }],
    ["usage, some of it below its floor", { ...flooredUsage, shareBase: "420.00" }],
    ["usage, all of it below its floor", { ...flooredUsage, ...belowFloor, kind: "usage" }],
    ["a change of usage, which keeps a difference alone", usageChange],
  ])("and one that does not: %s", (_, changes) => {
    expect(hasConsistentBase(line(changes))).toBe(true);
  });
});

describe("formulas for people", () => {
  test.each<[string, Partial<SettledLine>, string, string]>([
    ["a sale", {}, "B · r / (1 + t) · (1 + s)", "1000.00 × 0.2 / (1 + 0.13) × (1 + 0.06) = 187.61"],
    [
      "a joint product",
      joint,
      "B · r / (1 + t) · (1 + s)",
      "1000.00 × 50% × 0.2 / (1 + 0.13) × (1 + 0.06) = 93.81",
    ],
    [
      "a floor",
      floored,
      "(D − F) · r / (1 + t) · (1 + s)",
      "(1000.00 − 700.00) × 0.2 / (1 + 0.13) × (1 + 0.06) = 56.28",
    ],
    [
      "R-A6",
      belowFloor,
      "(D − F) · r / (1 + t) · (1 + s)",
      "0.00 × 0.2 / (1 + 0.13) × (1 + 0.06) = 0.00",
    ],
    [
      "a dealer's sale",
      dealerAlone,
      "(D − F) / (1 + t) · (1 + s) · 90 %",
      "(1000.00 − 800.00) / (1 + 0.13) × (1 + 0.06) × 0.9 = 168.85",
    ],
    [
      "a sale with the marketplace",
      dealerJoint,
      "(D − F) · k / (1 + t) · (1 + s)",
      "(1000.00 − 800.00) × 0.4 / (1 + 0.13) × (1 + 0.06) = 75.04",
    ],
    ["a sale with the merchant", merchant, "C · r", "1000.00 × 0.05 = 50.00"],
    [
      "a first part",
      firstPart,
      "B · r / (1 + t) · (1 + s) · q",
      "1000.00 × 0.2 / (1 + 0.13) × (1 + 0.06) × 0.3 = 56.28",
    ],
    [
      "a further part",
      secondPart,
      "B · r / (1 + t) · (1 + s) − E",
      "1000.00 × 0.2 / (1 + 0.13) × (1 + 0.06) − 56.28 = 131.33",
    ],
    [
      "a refund",
      refund,
      "B · r / (1 + t) · (1 + s)",
      "(-1000.00) × 0.2 / (1 + 0.13) × (1 + 0.06) = -187.61",
    ],
    ["a completing refund", completing, "− Σ (R-A9)", "−62.53 = -62.53"],
    ["a reversal", reversal, "− E", "−187.61 = -187.61"],
    [
      "the reversal of a refund",
      { ...reversal, earlierAmount: "-187.61", amount: "187.61" },
      "− E",
      "−(-187.61) = 187.61",
    ],
  ])("%s", (_, changes, formula, substituted) => {
    expect(formulaOf(line(changes))).toBe(formula);
    expect(substitutedFormula(line(changes))).toBe(substituted);
  });
});
