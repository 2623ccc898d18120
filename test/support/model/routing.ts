import { type Facts, type Order, shanghaiDay } from "./facts.js";
import { endsQuarter } from "./periods.js";
import type { Rational } from "./rational.js";

/** R-E7 and R-E8: reasons that exclude, in the order of §3. */
export const excludingReasons: ReadonlySet<string> = new Set([
  "no_partner",
  "reseller_incentive",
  "operations_base",
  "stored_value_card",
  "general_product",
]);

/** R-E11: the order's own ratio, else the product's latest terms by the Shanghai day it was ordered. */
export function shareRatioOf(facts: Facts, order: Order): Rational | null {
  if (order.shareRatio !== null) return order.shareRatio;
  const orderedOn = shanghaiDay(order.orderedAt);
  const days = [...(facts.terms.get(order.productNo)?.keys() ?? [])].sort();
  const latest = days.filter((day) => day <= orderedOn).at(-1);
  return latest === undefined ? null : (facts.terms.get(order.productNo)?.get(latest) ?? null);
}

/** R-E7 and R-E8. The caller passes a refund's original: a refund follows its route. */
function routeReasons(facts: Facts, order: Order): string[] {
  const product = facts.product(order);
  const reasons: string[] = [];
  const isDealer = order.scenario === "dealer_alone" || order.scenario === "dealer_joint";
  if (order.partnerNo === null) reasons.push("no_partner");
  if (order.partnerNo !== null && order.customerResellerNo !== null && !isDealer) {
    const sameSettlee =
      facts.settleeNo(order.partnerNo) === facts.settleeNo(order.customerResellerNo);
    if (sameSettlee) reasons.push("reseller_incentive");
  }
  if (order.operationsBase) reasons.push("operations_base");
  if (product.category === "stored_value_card") reasons.push("stored_value_card");
  if (product.sourcing === "general") reasons.push("general_product");
  return reasons;
}

/** R-E9 and R-E10 of the settlee in the run for a month. */
function settleeReasons(facts: Facts, settleeNo: string, month: string): string[] {
  const settlee = facts.partner(settleeNo);
  const reasons: string[] = [];
  if (settlee.businessInfo === "missing") reasons.push("partner_not_certified");
  if (settlee.businessInfo === "changing") reasons.push("partner_info_changing");
  if (settlee.quarterly && !endsQuarter(month)) reasons.push("quarterly_cycle");
  return reasons;
}

/** R-E7 to R-E11 of an order whose share goes to the given settlee (null: no partner). */
export function standingReasons(
  facts: Facts,
  order: Order,
  settleeNo: string | null,
  month: string,
): string[] {
  const ruling = facts.ruling(order);
  const reasons = routeReasons(facts, ruling);
  if (settleeNo !== null) reasons.push(...settleeReasons(facts, settleeNo, month));
  const isDealer = ruling.scenario === "dealer_alone" || ruling.scenario === "dealer_joint";
  if (!isDealer && shareRatioOf(facts, ruling) === null) reasons.push("no_terms");
  return reasons;
}
