import { endsQuarter, type Period } from "../domain/period.js";
import type { CustomerPick } from "./customers.js";
import {
  blockRows,
  type Card,
  type Dealt,
  dealBlock,
  findFollowed,
  makeDeck,
  tellNewSale,
} from "./deck.js";
import type { OrderFacts } from "./order-facts.js";
import { type Partner, type PartnerPools, poolPartners } from "./partners.js";
import type { Product, Shelves } from "./products.js";
import type { Random } from "./random.js";
import type { Scene } from "./scene.js";
import type { Month, Timeline } from "./timeline.js";

/** What all deliveries of a data set have in common. */
export interface World {
  readonly orders: number;
  readonly random: Random;
  readonly timeline: Timeline;
  readonly partners: readonly Partner[];
  readonly products: readonly Product[];
  readonly shelves: Shelves;
  readonly pickCustomer: CustomerPick;
}

/**
 * The orders of one month. Nothing of them is kept: a story depends on the seed, the month and the
 * number of its first row alone, so that the next month can have it told again.
 */
export interface Delivery {
  readonly period: Period;
  /** Counts the deliveries from 0. */
  readonly index: number;
  readonly world: World;
  readonly month: Month;
  readonly pools: PartnerPools;
  readonly deck: readonly Card[];
  readonly previous: Delivery | null;
}

export function makeDelivery(world: World, period: Period, previous: Delivery | null): Delivery {
  const index = previous === null ? 0 : previous.index + 1;
  return {
    period,
    index,
    world,
    month: world.timeline.month(period),
    pools: poolPartners(world.partners, index),
    deck: makeDeck({ isFirst: previous === null, endsQuarter: endsQuarter(period) }),
    previous,
  };
}

/** Streams of chance: a month has two, one to deal its blocks and one for its stories. */
function streamOf({ period }: Delivery, use: "dealing" | "stories"): number {
  const months = Number(period.label.slice(0, 4)) * 12 + Number(period.label.slice(5, 7));
  return 2 * months + (use === "dealing" ? 0 : 1);
}

function deal(delivery: Delivery, block: number): Dealt[] {
  const { orders, random } = delivery.world;
  const firstRow = block * blockRows;
  random.restart(streamOf(delivery, "dealing"), block);
  return dealBlock(
    delivery.deck,
    { firstRow, rows: Math.min(blockRows, orders - firstRow) },
    random,
  );
}

/** The orders of one block of a delivery, in the order of its file. */
export function tellBlock(delivery: Delivery, block: number): OrderFacts[] {
  const earlier = delivery.previous === null ? [] : deal(delivery.previous, block);
  return deal(delivery, block).flatMap((dealt) => tellCard(delivery, dealt, earlier));
}

function tellCard(delivery: Delivery, dealt: Dealt, earlier: readonly Dealt[]): OrderFacts[] {
  const { card, firstRow } = dealt;
  if ("story" in card) return card.story(setScene(delivery, firstRow));
  const followed = findFollowed(card, earlier);
  if (followed === undefined || delivery.previous === null) {
    return tellNewSale(setScene(delivery, firstRow));
  }
  // Telling the earlier story moves the one source of chance: the scene is set after it.
  const [original] = tellCard(delivery.previous, followed, []);
  return [card.tell(setScene(delivery, firstRow), original as OrderFacts)];
}

const fourDigits = Array.from({ length: 10_000 }, (_, value) => String(value).padStart(4, "0"));

function setScene(delivery: Delivery, firstRow: number): Scene {
  const { world, month, pools, period } = delivery;
  const { random, shelves, pickCustomer, orders } = world;
  random.restart(streamOf(delivery, "stories"), firstRow);
  const part = (firstRow + random.uniform()) / orders;
  return {
    random,
    pools,
    shelves,
    pickCustomer,
    month,
    moment: month.businessMoment(part),
    evenMoment: month.evenMoment(part),
    orderNo(prefix, offset) {
      const number = firstRow + offset + 1;
      const head = fourDigits[Math.floor(number / 10_000)];
      const monthDigits = period.label.slice(0, 4) + period.label.slice(5);
      return `${prefix}${monthDigits}${head}${fourDigits[number % 10_000]}`;
    },
  };
}
