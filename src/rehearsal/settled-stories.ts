import type { OrderFacts } from "./order-facts.js";
import { completeRenewal, completeSale, repayLate, superviseTo, usage } from "./sales.js";
import type { Scene } from "./scene.js";
import { never } from "./timeline.js";

/** Stories of orders that a run of the month settles: their settleable-at is within it. */

export function newSale(scene: Scene): OrderFacts[] {
  const { random, pools, shelves } = scene;
  return [completeSale(scene, { product: shelves.plain(random), partner: pools.open(random) })];
}

/** Sold at a tax rate that few products have: often the only line on its statement. */
export function rareSale(scene: Scene): OrderFacts[] {
  const { random, pools, shelves } = scene;
  return [completeSale(scene, { product: shelves.rare(random), partner: pools.open(random) })];
}

export function renewal(scene: Scene): OrderFacts[] {
  const { random, pools, shelves } = scene;
  const product = shelves.renewable(random);
  return [completeRenewal(scene, { product, partner: pools.open(random) })];
}

export function meteredUse(scene: Scene): OrderFacts[] {
  const { random, pools, shelves } = scene;
  const shelf = random.chance(0.08) ? shelves.meteredDealer : shelves.metered;
  return [usage(scene, { product: shelf(random), partner: pools.open(random) })];
}

export function floorSale(scene: Scene): OrderFacts[] {
  const { random, pools, shelves } = scene;
  return [completeSale(scene, { product: shelves.floor(random), partner: pools.open(random) })];
}

export function dealerAlone(scene: Scene): OrderFacts[] {
  return [dealerSale(scene, "dealer_alone")];
}

export function dealerJoint(scene: Scene): OrderFacts[] {
  return [dealerSale(scene, "dealer_joint")];
}

function dealerSale(scene: Scene, scenario: "dealer_alone" | "dealer_joint"): OrderFacts {
  const { random, pools, shelves } = scene;
  const make = random.chance(0.3) ? completeRenewal : completeSale;
  return make(scene, { product: shelves.dealer(random), partner: pools.open(random), scenario });
}

export function merchantJoint(scene: Scene): OrderFacts[] {
  const { random, pools, shelves } = scene;
  const product = shelves.plain(random);
  const partner = pools.open(random);
  return [completeSale(scene, { product, partner, scenario: "merchant_joint" })];
}

export function onDemandPackage(scene: Scene): OrderFacts[] {
  const { random, pools, shelves } = scene;
  const options = { product: shelves.metered(random), partner: pools.open(random) };
  return [{ ...completeSale(scene, options), chargeMode: "on_demand_package" }];
}

export function repaidSale(scene: Scene): OrderFacts[] {
  return newSale(scene).map((order) => repayLate(scene, order));
}

export function supervisedSale(scene: Scene): OrderFacts[] {
  const { random, pools, shelves } = scene;
  // Most of what is supervised is work; now and then an ordinary subscription is.
  const shelf = random.chance(0.85) ? shelves.supervised : shelves.plain;
  const options = { product: shelf(random), partner: pools.open(random) };
  return [superviseTo(scene, completeSale(scene, options))];
}

/** A project of which a part counts already (R-A8). */
export function inParts(scene: Scene): OrderFacts[] {
  const { random } = scene;
  return supervisedSale(scene).map((order) => ({
    ...order,
    settleableRatio: random.pick(["0.3", "0.4", "0.5", "0.6"]),
    settleableRatioAt: random.chance(0.7) ? order.supervisedAt : never,
  }));
}

/** Sold by a quarterly settlee: settled where the month ends a quarter, else held (R-E10). */
export function quarterlySale(scene: Scene): OrderFacts[] {
  return saleOf(scene, "quarterly");
}

/** Some kind of sale by a partner of one pool. */
export function saleOf(scene: Scene, pool: keyof Scene["pools"]): OrderFacts[] {
  const { random, pools, shelves } = scene;
  const partner = pools[pool](random);
  const draw = random.below(10);
  if (draw < 5) return [completeSale(scene, { product: shelves.plain(random), partner })];
  if (draw < 7) return [completeRenewal(scene, { product: shelves.renewable(random), partner })];
  if (draw < 9) return [usage(scene, { product: shelves.metered(random), partner })];
  return [completeSale(scene, { product: shelves.dealer(random), partner })];
}
