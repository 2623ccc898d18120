import { dealCents, floorCents, splitPayment, usageCents } from "./amounts.js";
import type { OrderFacts } from "./order-facts.js";
import { type Partner, settleeOf } from "./partners.js";
import type { Product } from "./products.js";
import type { Scene } from "./scene.js";
import { day, hour, minute, never, type Second } from "./timeline.js";

const ownRatios = ["0.1", "0.125", "0.15", "0.2", "0.25", "0.333333"];
const commissions = ["0.1", "0.2", "0.3", "0.35", "0.4", "0.5", "0.6", "0.75", "0.9"];

const dealerScenarios = ["dealer_alone", "dealer_joint"] as const;

interface SaleOptions {
  readonly product: Product;
  /** Null: nobody is bound to the customer (R-E7). */
  readonly partner: Partner | null;
  readonly scenario?: OrderFacts["scenario"];
}

/** A sale that has everything but its times; they are set by what calls this. */
function draftSale(scene: Scene, { product, partner, scenario }: SaleOptions): OrderFacts {
  const { random } = scene;
  const deal = dealCents(product.unitCents, random);
  const usual = product.isDealer ? random.pick(dealerScenarios) : "provider";
  const chosen = scenario ?? usual;
  const hasOwnRatio = product.hasTerms && random.chance(0.12);
  return {
    orderNo: scene.orderNo("CS", 0),
    type: "new",
    chargeMode: "subscription",
    originalNo: "",
    product,
    customer: scene.pickCustomer(partner, random),
    partner,
    resellerNo: resellerOf(scene, partner, product),
    isOperationsBase: false,
    scenario: chosen,
    deal,
    floor: needsFloor(product, chosen) ? floorCents(deal, random) : null,
    shareRatio: hasOwnRatio ? random.pick(ownRatios) : "",
    commissionRatio: chosen === "dealer_joint" ? random.pick(commissions) : "",
    settleableRatio: "",
    settleableRatioAt: never,
    payment: splitPayment(deal, random),
    orderedAt: never,
    paidAt: never,
    repayment: "none",
    repaidAt: never,
    supervision: "not_involved",
    supervisedAt: never,
    provisionedAt: never,
    effectiveAt: never,
    refundKind: "",
  };
}

/** R-IN4: where the price and not the payment counts, the floor amount must be there. */
function needsFloor(product: Product, scenario: OrderFacts["scenario"]): boolean {
  return product.isDealer || (product.isFloor && scenario === "provider");
}

/**
 * The reseller the customer belongs to. In a dealer scenario that is the partner itself; otherwise
 * never one with the partner's settlee, which would exclude the order (R-E8).
 */
function resellerOf(scene: Scene, partner: Partner | null, product: Product): string {
  const { random, pools } = scene;
  if (product.isDealer) return partner?.partnerNo ?? "";
  const draw = random.below(100);
  if (draw < 72) return "";
  if (draw < 76) return `EXT${1000 + random.below(9000)}`; // outside the programme
  const other = pools.open(random);
  return partner !== null && settleeOf(other) === settleeOf(partner) ? "" : other.partnerNo;
}

/** A sale whose last fact arrives at `at`: paid, provisioned, in effect. It settles at `at`. */
export function completeSale(scene: Scene, options: SaleOptions, at?: Second): OrderFacts {
  return complete(scene, draftSale(scene, options), at ?? scene.moment);
}

/** Sets the times of an order backwards from the moment it is in effect. */
function complete(scene: Scene, order: OrderFacts, at: Second): OrderFacts {
  const { random } = scene;
  order.effectiveAt = at;
  order.provisionedAt = at;
  order.paidAt = at - random.between(15, random.chance(0.8) ? 20 * minute : 6 * hour);
  order.orderedAt = order.paidAt - random.between(20, random.chance(0.9) ? 30 * minute : 2 * day);
  return order;
}

/** A sale ordered at `at` and then paid and provisioned, for stories that leave something open. */
export function openSale(scene: Scene, options: SaleOptions, at?: Second): OrderFacts {
  const { random } = scene;
  const order = draftSale(scene, options);
  order.orderedAt = at ?? scene.moment;
  order.paidAt = order.orderedAt + random.between(20, 15 * minute);
  order.provisionedAt = order.paidAt + random.between(10, 2 * hour);
  order.effectiveAt = order.provisionedAt;
  return order;
}

/** A renewal, paid up to a month before it takes effect at `at`. */
export function completeRenewal(scene: Scene, options: SaleOptions, at?: Second): OrderFacts {
  const { random } = scene;
  const order = completeSale(scene, options, at);
  order.type = "renewal";
  order.paidAt = order.effectiveAt - random.below(30) * day - random.between(1, 3 * hour);
  order.orderedAt = order.paidAt - random.between(20, 20 * minute);
  // The trigger of a renewal is its effective time, but for what is provisioned anew (R-E4).
  const { category } = options.product;
  const isProvisionedAnew = category === "api" || category === "hardware";
  order.provisionedAt = isProvisionedAnew ? order.paidAt : never;
  return order;
}

/** What was used up to `at` and charged then; many and small. */
export function usage(scene: Scene, options: SaleOptions): OrderFacts {
  const { random } = scene;
  const order = draftSale(scene, options);
  const deal = usageCents(options.product.unitCents, random);
  order.orderNo = scene.orderNo("YL", 0);
  order.type = "usage";
  order.chargeMode = random.chance(0.25) ? "per_use" : "on_demand";
  order.deal = deal;
  order.payment = splitPayment(deal, random);
  order.floor = order.floor === null ? null : floorCents(deal, random);
  order.paidAt = scene.evenMoment;
  order.effectiveAt = order.paidAt - random.between(5, 50) * minute;
  order.orderedAt = order.effectiveAt;
  return order;
}

/** Makes an order one on credit, repaid at the moment it was in effect; paid for weeks before. */
export function repayLate(scene: Scene, order: OrderFacts): OrderFacts {
  const { random } = scene;
  order.repayment = "repaid";
  order.repaidAt = order.effectiveAt;
  return moveBack(order, random.between(5, 40) * day);
}

/** Puts an order under supervision that ended at the moment it was in effect. */
export function superviseTo(scene: Scene, order: OrderFacts): OrderFacts {
  const { random } = scene;
  const { category } = order.product;
  order.supervision = "completed";
  order.supervisedAt = order.effectiveAt;
  const days = category === "hardware" || category === "license" ? [3, 14] : [7, 45];
  moveBack(order, random.between(days[0] as number, days[1] as number) * day);
  // Services and licences take effect when the customer accepts them, the others when provisioned.
  if (category !== "hardware") order.effectiveAt = order.supervisedAt;
  return order;
}

/** Moves ordering, payment and delivery back by some seconds; what came last stays. */
function moveBack(order: OrderFacts, seconds: Second): OrderFacts {
  order.orderedAt -= seconds;
  order.paidAt -= seconds;
  order.effectiveAt -= seconds;
  if (order.provisionedAt !== never) order.provisionedAt -= seconds;
  return order;
}
