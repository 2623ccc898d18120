import { percentOf } from "./amounts.js";
import type { OrderFacts } from "./order-facts.js";
import { refund } from "./refund-stories.js";
import type { Scene } from "./scene.js";
import { hour, minute, never } from "./timeline.js";

/**
 * Stories that go on with an order of the delivery before: the order's row again, with what became
 * known since, or a late refund of it. `earlier` is that order as it was told then.
 */
export type FollowUp = (scene: Scene, earlier: OrderFacts) => OrderFacts;

/** A refund of an order that stands on a statement of an earlier period (R-A9). */
export function lateRefund(scene: Scene, earlier: OrderFacts): OrderFacts {
  return refundLate(scene, earlier, scene.random.between(10, 100));
}

/** All of a sale that was alone on its statement comes back: the settlee has a deficit (R-S4). */
export function lateFullRefund(scene: Scene, earlier: OrderFacts): OrderFacts {
  return refundLate(scene, earlier, 100);
}

function refundLate(scene: Scene, earlier: OrderFacts, percent: number): OrderFacts {
  const late = refund(scene, earlier, { kind: "after_guarantee", at: scene.moment, percent });
  return { ...late, orderNo: scene.orderNo("TD", 0) };
}

/** The amount was wrong: a part of the cash was never owed, or some was forgotten (R-A10). */
export function correctedAmount({ random }: Scene, earlier: OrderFacts): OrderFacts {
  const { payment } = earlier;
  const percent = random.between(5, 40);
  const less = percentOf(payment.cash, percent);
  // At least a cent: a correction that changes nothing would be none.
  const more = Math.max(1, percentOf(earlier.deal, percent));
  const change = less > 0 && random.chance(0.6) ? -less : more;
  const corrected = { ...payment, cash: payment.cash + change };
  return { ...earlier, payment: corrected, deal: earlier.deal + change };
}

/** The cost price was renegotiated (R-A10). */
export function correctedFloor({ random }: Scene, earlier: OrderFacts): OrderFacts {
  const floor = percentOf(earlier.floor ?? 0, random.between(85, 99));
  return { ...earlier, floor };
}

/** A further part counts now (R-A8): the rest, or another milestone. */
export function raisedToAll(scene: Scene, earlier: OrderFacts): OrderFacts {
  return { ...earlier, settleableRatio: "1", settleableRatioAt: scene.moment };
}

export function raisedSomewhat(scene: Scene, earlier: OrderFacts): OrderFacts {
  return { ...earlier, settleableRatio: "0.8", settleableRatioAt: scene.moment };
}

export function repaidLater(scene: Scene, earlier: OrderFacts): OrderFacts {
  return { ...earlier, repayment: "repaid", repaidAt: scene.moment };
}

export function acceptedLater(scene: Scene, earlier: OrderFacts): OrderFacts {
  const effectiveAt = earlier.effectiveAt === never ? scene.moment : earlier.effectiveAt;
  return { ...earlier, supervision: "completed", supervisedAt: scene.moment, effectiveAt };
}

export function paidLater({ random, moment }: Scene, earlier: OrderFacts): OrderFacts {
  // An order of the last minutes of a month may be paid for only seconds after the next begins.
  const paidAt = Math.max(earlier.orderedAt, moment - random.between(minute, 2 * hour));
  return { ...earlier, paidAt, provisionedAt: moment, effectiveAt: moment };
}

export function provisionedLater({ moment }: Scene, earlier: OrderFacts): OrderFacts {
  return { ...earlier, provisionedAt: moment, effectiveAt: moment };
}
