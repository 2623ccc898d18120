import type { Basis } from "./books.js";
import { cashConsumption, type Facts, type Order, type Product } from "./facts.js";
import {
  add,
  compare,
  divide,
  equal,
  multiply,
  one,
  type Rational,
  rational,
  roundToCent,
  subtract,
  zero,
} from "./rational.js";
import { shareRatioOf } from "./routing.js";

/** §4: which rule an order is settled by. */
function ruleOf(scenario: string, shareModel: string): string {
  if (scenario === "dealer_alone") return "R-A3";
  if (scenario === "dealer_joint") return "R-A4";
  if (scenario === "merchant_joint") return "R-A5";
  return shareModel === "floor_discount" ? "R-A2" : "R-A1";
}

/** B / C; a general product has none of its own and keeps what the order settled at. */
function sourcingFactorOf(product: Product, settledAt: Rational | null): Rational {
  if (product.sourcing === "joint") return rational("0.5");
  if (product.sourcing === "general" && settledAt !== null) return settledAt;
  return one;
}

/** R-IN3: the floor of a refund, where blank, follows the deal amount refunded. */
export function floorOf(facts: Facts, order: Order): Rational | null {
  if (order.floor !== null || order.originalNo === null) return order.floor;
  const original = facts.order(order.originalNo);
  if (original.floor === null) return null;
  if (equal(original.deal, zero)) return zero;
  return roundToCent(divide(multiply(original.floor, order.deal), original.deal));
}

/** D − F, 0 where the sale (of a refund: its original) has D < F (R-A6). */
function marginOf(facts: Facts, order: Order): Rational {
  const ruling = facts.ruling(order);
  if (compare(ruling.deal, ruling.floor ?? zero) < 0) return zero;
  return subtract(order.deal, floorOf(facts, order) ?? zero);
}

/** The base that a rule reads from an order: B, D − F or C. */
export function baseOf(
  facts: Facts,
  order: Order,
  rule: string,
  settledFactor: Rational | null,
): Rational {
  const product = facts.product(order);
  const cash = cashConsumption(order, product);
  if (rule === "R-A1") return multiply(cash, sourcingFactorOf(product, settledFactor));
  return rule === "R-A5" ? cash : marginOf(facts, order);
}

/** What an order's entitlement is computed from today; null where it has no terms (R-E11). */
export function basisOf(
  facts: Facts,
  order: Order,
  settleableRatio: Rational,
  settledFactor: Rational | null,
): Basis | null {
  const ruling = facts.ruling(order);
  const product = facts.product(ruling);
  const rule = ruleOf(ruling.scenario, product.shareModel);
  let ratio = shareRatioOf(facts, ruling);
  if (rule === "R-A3") ratio = rational("0.9");
  if (rule === "R-A4") ratio = ruling.commissionRatio;
  if (ratio === null) return null;
  return {
    rule,
    base: baseOf(facts, order, rule, settledFactor),
    ratio,
    outputTaxRate: product.outputTaxRate,
    settleableRatio,
    sourcingFactor: sourcingFactorOf(product, settledFactor),
    deal: order.deal,
    floor: floorOf(facts, order),
    cash: cashConsumption(order, product),
  };
}

/** The formula of §4, rounded once at its end (R-ROUND), tax included. */
export function shareAmount(basis: Basis, serviceFeeRate: Rational): Rational {
  const shared = multiply(multiply(basis.base, basis.ratio), basis.settleableRatio);
  if (basis.rule === "R-A5") return roundToCent(shared);
  const untaxed = divide(shared, add(one, basis.outputTaxRate));
  return roundToCent(multiply(untaxed, add(one, serviceFeeRate)));
}

/** True where anything that R-A1 to R-A7 read is another, the settleable ratio apart (R-A10). */
export function factsDiffer(a: Basis, b: Basis): boolean {
  return (
    a.rule !== b.rule ||
    !equal(a.base, b.base) ||
    !equal(a.ratio, b.ratio) ||
    !equal(a.outputTaxRate, b.outputTaxRate)
  );
}

/** The rate at which a settlee invoices: its own, else the default of the day (§2, partners). */
export function serviceFeeRateOf(facts: Facts, settleeNo: string, today: string): Rational {
  const settlee = facts.partner(settleeNo);
  if (settlee.serviceFeeRate !== null) return settlee.serviceFeeRate;
  if (settlee.taxpayerType === "general") return rational("0.06");
  return rational(today <= "2027-12-31" ? "0.01" : "0.03");
}
