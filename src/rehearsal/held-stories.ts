import type { OrderFacts } from "./order-facts.js";
import { settleeOf } from "./partners.js";
import { completeSale, openSale } from "./sales.js";
import type { Scene } from "./scene.js";
import { saleOf } from "./settled-stories.js";
import { day, never } from "./timeline.js";

/**
 * Stories of orders that a run of the month holds or excludes, each told first by its own reason, or does
 * not take yet.
 */

export function unpaid(scene: Scene): OrderFacts[] {
  return openPlain(scene).map(leaveUnpaid);
}

function leaveUnpaid(order: OrderFacts): OrderFacts {
  return { ...order, paidAt: never, provisionedAt: never, effectiveAt: never };
}

export function notRepaid(scene: Scene): OrderFacts[] {
  return openPlain(scene).map((order) => ({ ...order, repayment: "outstanding" }));
}

/** Delivered, not accepted yet; in a third of the cases the order is not in effect either. */
export function inSupervision(scene: Scene): OrderFacts[] {
  const { random, pools, shelves } = scene;
  const options = { product: shelves.supervised(random), partner: pools.open(random) };
  const order = openSale(scene, options);
  order.supervision = "in_progress";
  if (random.chance(0.3)) order.effectiveAt = never;
  return [order];
}

/** Paid, but not provisioned; or a renewal that has no date yet. */
export function notEffective(scene: Scene): OrderFacts[] {
  const { random, pools, shelves } = scene;
  const options = { product: shelves.renewable(random), partner: pools.open(random) };
  const order = openSale(scene, options);
  order.provisionedAt = never;
  order.effectiveAt = never;
  if (random.chance(0.4)) order.type = "renewal";
  return [order];
}

export function withoutPartner(scene: Scene): OrderFacts[] {
  const { random, shelves } = scene;
  return [completeSale(scene, { product: shelves.plain(random), partner: null })];
}

/** The customer belongs to the very partner that sells, or to its distributor (R-E8). */
export function resellersOwn(scene: Scene): OrderFacts[] {
  const { random, pools, shelves } = scene;
  const partner = pools.open(random);
  const reseller = random.chance(0.5) ? partner : settleeOf(partner);
  const order = completeSale(scene, { product: shelves.plain(random), partner });
  return [{ ...order, resellerNo: reseller.partnerNo }];
}

export function operationsBase(scene: Scene): OrderFacts[] {
  return plain(scene).map((order) => ({ ...order, isOperationsBase: true }));
}

export function storedValueCard(scene: Scene): OrderFacts[] {
  const { random, pools, shelves } = scene;
  return [completeSale(scene, { product: shelves.card(random), partner: pools.open(random) })];
}

export function generalProduct(scene: Scene): OrderFacts[] {
  const { random, pools, shelves } = scene;
  return [completeSale(scene, { product: shelves.general(random), partner: pools.open(random) })];
}

export function partnerMissing(scene: Scene): OrderFacts[] {
  return saleOf(scene, "missing");
}

export function partnerChanging(scene: Scene): OrderFacts[] {
  return saleOf(scene, "changing");
}

export function withoutTerms(scene: Scene): OrderFacts[] {
  const { random, pools, shelves } = scene;
  const options = { product: shelves.withoutTerms(random), partner: pools.open(random) };
  return [completeSale(scene, options)];
}

/** Settles only after the month: a renewal or subscription that begins later, or a later milestone. */
export function afterPeriod(scene: Scene): OrderFacts[] {
  const { random, pools, shelves, month } = scene;
  const partner = pools.open(random);
  const later = month.end + random.between(0, 60) * day + random.below(day);
  const kind = random.below(3);
  const product = kind === 0 ? shelves.renewable(random) : shelves.plain(random);
  const order = completeSale(scene, { product, partner });
  if (kind === 2) {
    return [{ ...order, settleableRatio: "0.5", settleableRatioAt: later }];
  }
  order.effectiveAt = later;
  if (kind === 0) order.type = "renewal";
  return [order];
}

/** Several reasons at once, of every kind: what waits, what never settles, and whose partner waits. */
export function tangled(scene: Scene): OrderFacts[] {
  const { random, pools, shelves } = scene;
  const pool = random.pick(["open", "missing", "changing", "quarterly"] as const);
  const shelf = random.pick([shelves.plain, shelves.general, shelves.withoutTerms]);
  const partner = random.chance(0.2) ? null : pools[pool](random);
  const order = openSale(scene, { product: shelf(random), partner });
  order.isOperationsBase = random.chance(0.3);
  if (random.chance(0.4)) return [leaveUnpaid(order)];
  if (random.chance(0.5)) order.supervision = "in_progress";
  return [{ ...order, repayment: "outstanding" }];
}

function plain(scene: Scene): OrderFacts[] {
  const { random, pools, shelves } = scene;
  return [completeSale(scene, { product: shelves.plain(random), partner: pools.open(random) })];
}

function openPlain(scene: Scene): OrderFacts[] {
  const { random, pools, shelves } = scene;
  return [openSale(scene, { product: shelves.plain(random), partner: pools.open(random) })];
}
