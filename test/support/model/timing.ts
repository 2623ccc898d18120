import type { Facts, Instant, Order, Product } from "./facts.js";
import { add, equal, negate, zero } from "./rational.js";

export interface Timing {
  /** Settleable-at (R-E5, R-E6); null while anything of R-E1 to R-E4 is missing. */
  readonly at: Instant | null;
  /** Why there is none, in the order of §3. */
  readonly reasons: readonly string[];
}

/** R-E4: the instant that triggers an order by category, or that it waits for supervision. */
function triggerOf(order: Order, product: Product): Instant | null | "supervision" {
  const asNew = order.type === "new" || product.category === "hardware";
  if (product.category === "api") {
    return order.type === "usage" ? order.effectiveAt : order.provisionedAt;
  }
  if (!asNew) return order.effectiveAt;
  if (order.supervision === "not_involved") return order.provisionedAt;
  return order.supervision === "completed" ? order.supervisedAt : "supervision";
}

/** R-E1 to R-E5 of a sale or of usage, refunds left aside. */
function ownTiming(order: Order, product: Product, somethingSettled: boolean): Timing {
  const trigger = triggerOf(order, product);
  const reasons: string[] = [];
  if (order.paidAt === null) reasons.push("unpaid");
  if (order.repayment === "outstanding") reasons.push("not_repaid");
  if (order.supervision === "in_progress") reasons.push("supervision_in_progress");
  if (order.effectiveAt === null || trigger === null) reasons.push("not_effective");
  if (reasons.length > 0 || trigger === "supervision") return { at: null, reasons };
  const instants = [order.paidAt, order.effectiveAt, trigger];
  if (order.repayment === "repaid") instants.push(order.repaidAt);
  if (order.supervision === "completed") instants.push(order.supervisedAt);
  // R-A8: the ratio's date delays the whole order only while nothing of it is settled.
  if (!somethingSettled) instants.push(order.settleableRatioAt);
  return { at: Math.max(...instants.filter((at) => at !== null)), reasons };
}

/** True where the refunds add up to all of the original, in all five payment amounts. */
export function coversAll(original: Order, refunds: readonly Order[]): boolean {
  if (refunds.length === 0) return false;
  return original.payments.every((paid, index) => {
    const refunded = refunds.reduce(
      (total, each) => add(total, each.payments[index] ?? zero),
      zero,
    );
    return equal(paid, negate(refunded));
  });
}

/** R-E6 for the original: what its refunds do to its settleable-at. */
function saleTiming(facts: Facts, order: Order, somethingSettled: boolean): Timing {
  const own = ownTiming(order, facts.product(order), somethingSettled);
  const refunds = facts.refundsOf(order).filter((refund) => refund.paidAt !== null);
  const times = (of: readonly Order[]): number[] => of.map((refund) => refund.paidAt as Instant);
  if (own.at === null && coversAll(order, refunds)) {
    return { at: Math.max(...times(refunds)), reasons: [] };
  }
  const lifting = refunds.filter((refund) => refund.refundKind !== "after_guarantee");
  if (lifting.length === 0) return own;
  const earliest = Math.min(...times(lifting));
  return { at: own.at === null ? earliest : Math.min(own.at, earliest), reasons: [] };
}

/**
 * When an order became settleable, and why it did not.
 * `somethingSettled` tells, by order number, whether a line stands that this run does not replace.
 */
export function timingOf(
  facts: Facts,
  order: Order,
  somethingSettled: (orderNo: string) => boolean,
): Timing {
  if (order.originalNo === null) return saleTiming(facts, order, somethingSettled(order.no));
  const original = facts.order(order.originalNo);
  const originalAt = saleTiming(facts, original, somethingSettled(original.no)).at;
  const reasons: string[] = [];
  if (order.paidAt === null) reasons.push("unpaid");
  if (originalAt === null && order.refundKind === "after_guarantee") {
    reasons.push("refund_waits_for_original");
  }
  if (order.paidAt === null || originalAt === null) return { at: null, reasons };
  return { at: Math.max(order.paidAt, originalAt), reasons };
}
