import { type Payment, percentOf } from "./amounts.js";
import type { OrderFacts } from "./order-facts.js";
import { completeSale, openSale } from "./sales.js";
import type { Scene } from "./scene.js";
import { day, hour, minute, never, type Second } from "./timeline.js";

/**
 * Stories of a sale and its refunds. A refund stands right behind its original, so that the file can
 * be written as it is made, with nothing remembered but the story at hand.
 */

/** Bought and returned within the five days; both settle and sum to 0.00. */
export function returnedAtOnce(scene: Scene): OrderFacts[] {
  const { random } = scene;
  const bought = soldBefore(scene, scene.moment, [1, 5 * 24]);
  const at = Math.max(scene.moment, bought.effectiveAt + 10 * minute);
  // Half of these never got as far as to be settled themselves (R-E6).
  if (random.chance(0.5)) {
    bought.provisionedAt = never;
    bought.effectiveAt = never;
  }
  return [bought, refund(scene, bought, { kind: "no_reason", at, percent: 100 })];
}

/** A renewal refunded before it took effect; both settle and sum to 0.00. */
export function renewalCancelled(scene: Scene): OrderFacts[] {
  const { random, pools, shelves, month } = scene;
  const product = shelves.renewable(random);
  const paid = Math.max(month.start, scene.moment - random.between(1, 20) * day);
  const order = openSale(scene, { product, partner: pools.open(random) }, paid);
  const at = Math.max(scene.moment, order.paidAt + 10 * minute);
  order.type = "renewal";
  order.provisionedAt = never;
  order.effectiveAt = random.chance(0.7) ? at + random.between(5, 90) * day : never;
  return [order, refund(scene, order, { kind: "before_effective", at, percent: 100 })];
}

/** A part of the price is given back after the guarantee days. */
export function partlyRefunded(scene: Scene): OrderFacts[] {
  const at = afterGuarantee(scene);
  const sold = soldBefore(scene, at, [6 * 24, 25 * 24]);
  const percent = scene.random.between(10, 80);
  return [sold, refund(scene, sold, { kind: "after_guarantee", at, percent })];
}

/** Given back in two steps, down to nothing: the second refund takes what is left (R-A9). */
export function refundedInSteps(scene: Scene): OrderFacts[] {
  const at = afterGuarantee(scene);
  const sold = soldBefore(scene, at, [6 * 24, 25 * 24]);
  const percent = scene.random.between(20, 70);
  const first = refund(scene, sold, { kind: "after_guarantee", at, percent });
  const later = Math.min(at + scene.random.between(1, 4 * 24) * hour, scene.month.end - 1);
  const whole = refund(scene, sold, { kind: "after_guarantee", at: later, percent: 100 });
  const deal = whole.deal - first.deal;
  const payment = lessPayment(whole.payment, first.payment);
  const floor = first.floor === null ? null : Math.max(deal, -(sold.floor ?? 0) - first.floor);
  const rest = { ...whole, orderNo: scene.orderNo("TD", 2), deal, payment, floor };
  return [sold, first, rest];
}

/** A part is given back while the original still waits; the refund waits for it (R-E6). */
export function refundWaits(scene: Scene): OrderFacts[] {
  const { random, pools, shelves } = scene;
  const at = afterGuarantee(scene);
  const options = { product: shelves.supervised(random), partner: pools.open(random) };
  const ordered = Math.max(scene.month.start, at - random.between(6 * 24, 25 * 24) * hour);
  const order = openSale(scene, options, ordered);
  order.supervision = "in_progress";
  const percent = random.between(10, 80);
  return [order, refund(scene, order, { kind: "after_guarantee", at, percent })];
}

/** After the guarantee days there are none in the first six days of what a delivery tells. */
function afterGuarantee({ month, moment }: Scene): Second {
  const length = month.end - month.start;
  return month.end - Math.ceil(((month.end - moment) / length) * (length - 6 * day));
}

/** A sale in effect some hours before `at`, but not before the month, so that P settles it. */
function soldBefore(scene: Scene, at: Second, hours: readonly [number, number]): OrderFacts {
  const { random, pools, shelves, month } = scene;
  const earliest = month.businessMoment(random.uniform() * 0.03);
  const soldAt = Math.max(earliest, at - random.between(hours[0], hours[1]) * hour);
  const shelf = random.chance(0.2) ? shelves.dealer : shelves.plain;
  return completeSale(scene, { product: shelf(random), partner: pools.open(random) }, soldAt);
}

interface RefundTerms {
  readonly kind: "no_reason" | "before_effective" | "after_guarantee";
  readonly at: Second;
  /** Of each of the five payment amounts. */
  readonly percent: number;
}

/** The refund of a share of a sale, as the story's second row; all of it where the share is 100. */
export function refund(scene: Scene, sale: OrderFacts, terms: RefundTerms): OrderFacts {
  const { payment } = sale;
  const part = (cents: number): number => -percentOf(cents, terms.percent);
  const given: Payment = {
    cash: part(payment.cash),
    storedValue: part(payment.storedValue),
    performanceCoupon: part(payment.performanceCoupon),
    plainCoupon: part(payment.plainCoupon),
    voucher: part(payment.voucher),
  };
  const deal = sumOf(given);
  // Left blank it is the original's in proportion (R-IN3); feeds do both.
  const isFloorTold = sale.floor !== null && sale.floor <= sale.deal && scene.random.chance(0.5);
  return {
    ...sale,
    orderNo: scene.orderNo("TD", 1),
    type: "refund",
    originalNo: sale.orderNo,
    deal,
    floor: isFloorTold ? -Math.min(-deal, percentOf(sale.floor ?? 0, terms.percent)) : null,
    shareRatio: "",
    commissionRatio: "",
    settleableRatio: "",
    settleableRatioAt: never,
    payment: given,
    orderedAt: terms.at,
    paidAt: terms.at,
    repayment: "none",
    repaidAt: never,
    supervision: "not_involved",
    supervisedAt: never,
    provisionedAt: never,
    effectiveAt: never,
    refundKind: terms.kind,
  };
}

function sumOf(payment: Payment): number {
  const coupons = payment.performanceCoupon + payment.plainCoupon + payment.voucher;
  return payment.cash + payment.storedValue + coupons;
}

function lessPayment(whole: Payment, part: Payment): Payment {
  return {
    cash: whole.cash - part.cash,
    storedValue: whole.storedValue - part.storedValue,
    performanceCoupon: whole.performanceCoupon - part.performanceCoupon,
    plainCoupon: whole.plainCoupon - part.plainCoupon,
    voucher: whole.voucher - part.voucher,
  };
}
