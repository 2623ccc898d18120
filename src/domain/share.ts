import { Decimal, formatAmount, formatRate, roundToCent } from "./money.js";

/**
 * What a partner earns, said a second time and independently of `sql/`: it explains and verifies what
 * the database settled. Amounts CNY, rates fractions.
 */

export type ShareRule = "R-A1" | "R-A2" | "R-A3" | "R-A4" | "R-A5";
export type SalesScenario = "provider" | "dealer_alone" | "dealer_joint" | "merchant_joint";
export type ShareModel = "deal_price" | "floor_discount";
export type Sourcing =
  | "joint"
  | "self_operated"
  | "selected"
  | "selected_self_operated"
  | "general";

/** The rule that a sale is settled by (§4). */
export function ruleOf(scenario: SalesScenario, model: ShareModel): ShareRule {
  if (scenario === "dealer_alone") return "R-A3";
  if (scenario === "dealer_joint") return "R-A4";
  if (scenario === "merchant_joint") return "R-A5";
  return model === "floor_discount" ? "R-A2" : "R-A1";
}

export interface SaleAmounts {
  readonly cashConsumption: string;
  readonly dealAmount: string;
  readonly floorAmount: string | null;
}

/**
 * What the ratio applies to: B, D − F or C of §4.
 *
 * Source: R-A1 to R-A6; a sale below its floor counts as 0. General products earn no share: null.
 */
export function shareBaseOfSale(
  rule: ShareRule,
  sourcing: Sourcing,
  amounts: SaleAmounts,
): Decimal | null {
  const cash = new Decimal(amounts.cashConsumption);
  if (rule === "R-A5") return cash;
  if (rule === "R-A1") {
    if (sourcing === "general") return null;
    return sourcing === "joint" ? cash.dividedBy(2) : cash;
  }
  const margin = new Decimal(amounts.dealAmount).minus(amounts.floorAmount ?? 0);
  return margin.isNegative() ? new Decimal(0) : margin;
}

/** The inputs of a formula of §4, as a line keeps them (R-S5). */
export interface ShareInputs {
  readonly rule: ShareRule;
  readonly shareBase: string;
  /** r, k or 0.9. */
  readonly ratio: string;
  readonly outputTaxRate: string;
  readonly serviceFeeRate: string;
  readonly settleableRatio: string;
}

/**
 * The entitlement to date of an order or usage group: the formula of its rule, in parts by R-A8, rounded
 * once at the end.
 *
 * Source: R-A1 to R-A5, R-A8, R-ROUND.
 */
export function entitlementOf(inputs: ShareInputs): Decimal {
  const share = new Decimal(inputs.shareBase).times(inputs.ratio).times(inputs.settleableRatio);
  if (inputs.rule === "R-A5") return roundToCent(share);
  const gross = share.times(new Decimal(inputs.serviceFeeRate).plus(1));
  return roundToCent(gross.dividedBy(new Decimal(inputs.outputTaxRate).plus(1)));
}

export type LineKind = "order" | "usage" | "refund" | "adjustment" | "brought_forward" | "set_off";

/** A line with all that its amount came from. */
export interface SettledLine {
  readonly kind: LineKind;
  readonly isReversal: boolean;
  readonly rule: ShareRule | null;
  readonly dealAmount: string | null;
  readonly floorAmount: string | null;
  readonly cashConsumption: string | null;
  readonly shareBase: string | null;
  readonly ratio: string | null;
  readonly outputTaxRate: string;
  readonly serviceFeeRate: string;
  readonly settleableRatio: string | null;
  readonly completesAmount: string | null;
  readonly earlierAmount: string;
  readonly amount: string;
}

/**
 * The amount a line must have, from the line alone; null where it moves what another statement counted
 * (brought forward, set off).
 *
 * Source: R-S5, R-A8 (less what earlier lines settled), R-A9 (a completing refund takes what is left),
 * R-A10 (a reversal takes back what stood at the old tax rate).
 */
export function recomputeLine(line: SettledLine): Decimal | null {
  if (line.kind === "brought_forward" || line.kind === "set_off") return null;
  const earlier = new Decimal(line.earlierAmount);
  if (line.isReversal) return earlier.negated();
  const entitlement =
    line.completesAmount === null
      ? entitlementOf(inputsOf(line))
      : new Decimal(line.completesAmount).negated();
  return entitlement.minus(earlier);
}

/**
 * Whether the base agrees with the amounts beside it, as far as a line alone can tell: not whether a
 * product is joint (C or its half), nor whether the original of a refund at 0 was below its floor.
 *
 * Source: R-S5, R-A1 to R-A7, R-A9, R-A10.
 */
export function hasConsistentBase(line: SettledLine): boolean {
  if (line.rule === null) return true;
  if (line.shareBase === null) return false;
  const base = new Decimal(line.shareBase);
  if (line.isReversal) return base.isZero();
  if (line.cashConsumption === null || line.dealAmount === null) {
    // The change of a usage line: a difference of sums, with no amounts beside it (R-A7).
    return line.kind === "adjustment";
  }
  const cash = new Decimal(line.cashConsumption);
  if (line.rule === "R-A5") return base.equals(cash);
  if (line.rule === "R-A1") return base.equals(cash) || base.equals(cash.dividedBy(2));
  return agreesWithFloor(line.kind, base, new Decimal(line.dealAmount), line.floorAmount ?? "0");
}

function agreesWithFloor(kind: LineKind, base: Decimal, deal: Decimal, floor: string): boolean {
  const margin = deal.minus(floor);
  if (kind === "usage") {
    // R-A6 holds order by order: one below its floor takes nothing from the others.
    return base.greaterThanOrEqualTo(Decimal.max(margin, 0)) && base.lessThanOrEqualTo(deal);
  }
  // Nothing was paid, or less than the floor: a sale below it, or the refund of one.
  if (deal.isZero() || margin.times(deal).isNegative()) return base.isZero();
  return base.equals(margin) || (deal.isNegative() && base.isZero());
}

function inputsOf(line: SettledLine): ShareInputs {
  return {
    rule: line.rule as ShareRule,
    shareBase: line.shareBase ?? "0",
    ratio: line.ratio ?? "0",
    outputTaxRate: line.outputTaxRate,
    serviceFeeRate: line.serviceFeeRate,
    settleableRatio: line.settleableRatio ?? "1",
  };
}

const symbols: Record<ShareRule, string> = {
  "R-A1": "B · r / (1 + t) · (1 + s)",
  "R-A2": "(D − F) · r / (1 + t) · (1 + s)",
  "R-A3": "(D − F) / (1 + t) · (1 + s) · 90 %",
  "R-A4": "(D − F) · k / (1 + t) · (1 + s)",
  "R-A5": "C · r",
};

/** The formula of a line in the symbols of §4; `q` is the settleable ratio, `E` what was settled before. */
export function formulaOf(line: SettledLine): string | null {
  if (line.rule === null) return null;
  if (line.isReversal) return "− E";
  const earlier = new Decimal(line.earlierAmount).isZero() ? "" : " − E";
  if (line.completesAmount !== null) return `− Σ (R-A9)${earlier}`;
  const inParts = new Decimal(line.settleableRatio ?? 1).equals(1) ? "" : " · q";
  return `${symbols[line.rule]}${inParts}${earlier}`;
}

/** The same formula with the line's numbers in it, and the result. */
export function substitutedFormula(line: SettledLine): string | null {
  if (line.rule === null) return null;
  const earlier = new Decimal(line.earlierAmount);
  const less = earlier.isZero() ? "" : ` − ${bracketed(formatAmount(earlier))}`;
  const result = ` = ${line.amount}`;
  if (line.isReversal) return `−${bracketed(formatAmount(earlier))}${result}`;
  if (line.completesAmount !== null) {
    return `−${bracketed(formatAmount(new Decimal(line.completesAmount)))}${less}${result}`;
  }
  return `${substitutedShare(line, line.rule)}${less}${result}`;
}

function substitutedShare(line: SettledLine, rule: ShareRule): string {
  const ratio = formatRate(line.ratio ?? "0");
  const taxes = ` / (1 + ${formatRate(line.outputTaxRate)}) × (1 + ${formatRate(line.serviceFeeRate)})`;
  const q = new Decimal(line.settleableRatio ?? 1);
  const part = q.equals(1) ? "" : ` × ${formatRate(q)}`;
  const base = bracketed(baseText(line, rule));
  if (rule === "R-A5") return `${base} × ${ratio}${part}`;
  if (rule === "R-A3") return `${base}${taxes} × 0.9${part}`;
  return `${base} × ${ratio}${taxes}${part}`;
}

/** Shows where the base came from, where the line tells: `1000.00 × 50%`, `1000.00 − 700.00`. */
function baseText(line: SettledLine, rule: ShareRule): string {
  const base = new Decimal(line.shareBase ?? 0);
  const plain = base.decimalPlaces() > 2 ? base.toFixed() : formatAmount(base);
  if (line.cashConsumption === null || line.dealAmount === null || rule === "R-A5") return plain;
  if (rule === "R-A1") {
    const isHalf = !base.isZero() && !base.equals(line.cashConsumption);
    return isHalf ? `${bracketed(line.cashConsumption)} × 50%` : plain;
  }
  const margin = new Decimal(line.dealAmount).minus(line.floorAmount ?? 0);
  if (line.floorAmount === null || !margin.equals(base)) return plain;
  return `${line.dealAmount} − ${bracketed(line.floorAmount)}`;
}

/** Negative numbers and differences stand in brackets inside a product. */
function bracketed(text: string): string {
  return /^-|[−]/.test(text) ? `(${text})` : text;
}
