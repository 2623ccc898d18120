import {
  acceptedLater,
  correctedAmount,
  correctedFloor,
  type FollowUp,
  lateFullRefund,
  lateRefund,
  paidLater,
  provisionedLater,
  raisedSomewhat,
  raisedToAll,
  repaidLater,
} from "./follow-ups.js";
import * as held from "./held-stories.js";
import type { OrderFacts } from "./order-facts.js";
import type { Random } from "./random.js";
import * as refunds from "./refund-stories.js";
import type { Scene } from "./scene.js";
import * as settled from "./settled-stories.js";

type Story = (scene: Scene) => OrderFacts[];

/** What happens in one place of a block: a story of its own, or one that goes on with an earlier one. */
export type Card =
  | { readonly rows: number; readonly ordinal: number; readonly story: Story }
  | {
      readonly rows: 1;
      readonly follows: Story;
      readonly ordinal: number;
      readonly tell: FollowUp;
    };

/** A card in its place: `firstRow` counts the rows of the delivery from 0. */
export interface Dealt {
  readonly card: Card;
  readonly firstRow: number;
}

/**
 * Rows of a block. Every whole block has the same cards in another order: four fifths of its rows
 * settle in the month, and every reason of a first run is first with at least one of them. So a data
 * set of 200 orders has them all, and the proportions of a large one are exact.
 */
export const blockRows = 200;

/** 160 rows that settle. */
const settledCards: readonly (readonly [Story, number, rows?: number])[] = [
  [settled.newSale, 27],
  [settled.rareSale, 1],
  [settled.floorSale, 5],
  [settled.renewal, 20],
  [settled.meteredUse, 40],
  [settled.dealerAlone, 8],
  [settled.dealerJoint, 8],
  [settled.merchantJoint, 6],
  [settled.inParts, 4],
  [settled.onDemandPackage, 4],
  [settled.repaidSale, 10],
  [settled.supervisedSale, 14],
  [refunds.returnedAtOnce, 2, 2],
  [refunds.renewalCancelled, 1, 2],
  [refunds.partlyRefunded, 2, 2],
  [refunds.refundedInSteps, 1, 3],
];

/** 40 rows that wait, are excluded or come after the month. */
const heldCards: readonly (readonly [Story, number, rows?: number])[] = [
  [held.unpaid, 4],
  [held.notRepaid, 5],
  [held.inSupervision, 5],
  [held.notEffective, 3],
  [refunds.refundWaits, 1, 2],
  [held.withoutPartner, 3],
  [held.resellersOwn, 3],
  [held.operationsBase, 1],
  [held.storedValueCard, 2],
  [held.generalProduct, 2],
  [held.partnerMissing, 2],
  [held.partnerChanging, 1],
  [settled.quarterlySale, 3],
  [held.withoutTerms, 1],
  [held.afterPeriod, 2],
  [held.tangled, 1],
];

/**
 * In later deliveries each of these takes the place of a plain new sale; no order has two. Most of what
 * waited comes free a month later, so that what is held does not pile up without end.
 */
const followUps: readonly (readonly [tell: FollowUp, follows: Story, ordinals: number[]])[] = [
  [lateRefund, settled.newSale, [0]],
  [lateFullRefund, settled.rareSale, [0]],
  [correctedAmount, settled.newSale, [1]],
  [correctedAmount, settled.meteredUse, [0]],
  [correctedFloor, settled.dealerJoint, [0]],
  [raisedToAll, settled.inParts, [0]],
  [raisedSomewhat, settled.inParts, [1]],
  [repaidLater, held.notRepaid, [0, 1, 2, 3]],
  [acceptedLater, held.inSupervision, [0, 1, 2, 3]],
  [paidLater, held.unpaid, [0]],
  [provisionedLater, held.notEffective, [0]],
];

const followUpCards: readonly Card[] = followUps.flatMap(([tell, follows, ordinals]) =>
  ordinals.map((ordinal): Card => ({ rows: 1, follows, ordinal, tell })),
);

/** Where the month ends a quarter, quarterly sales settle (R-E10): others are held in their stead. */
const quarterEnd = new Map<Story, number>([
  [settled.newSale, -3],
  [held.unpaid, 1],
  [held.inSupervision, 1],
  [held.afterPeriod, 1],
]);

/** The cards of a whole block of one delivery. */
export function makeDeck(delivery: { isFirst: boolean; endsQuarter: boolean }): readonly Card[] {
  const cards: Card[] = [];
  for (const [story, usual, rows = 1] of [...settledCards, ...heldCards]) {
    const replaced = !delivery.isFirst && story === settled.newSale ? followUpCards.length : 0;
    const shift = delivery.endsQuarter ? (quarterEnd.get(story) ?? 0) : 0;
    for (let ordinal = 0; ordinal < usual + shift - replaced; ordinal += 1) {
      cards.push({ rows, ordinal, story });
    }
  }
  if (!delivery.isFirst) cards.push(...followUpCards);
  return cards;
}

/** What fills a place that no other card fits: ordinals from here on are never followed up. */
const filler: Card = { rows: 1, ordinal: 1000, story: settled.newSale };

/** Shuffles the deck into the places of a block that has `rows` rows, `blockRows` or what is left. */
export function dealBlock(
  deck: readonly Card[],
  place: { firstRow: number; rows: number },
  random: Random,
): Dealt[] {
  const cards = [...deck];
  for (let index = cards.length - 1; index > 0; index -= 1) {
    const other = random.below(index + 1);
    const card = cards[index] as Card;
    cards[index] = cards[other] as Card;
    cards[other] = card;
  }
  const dealt: Dealt[] = [];
  let used = 0;
  for (const card of cards) {
    if (used + card.rows > place.rows) continue;
    dealt.push({ card, firstRow: place.firstRow + used });
    used += card.rows;
  }
  for (; used < place.rows; used += 1) {
    dealt.push({ card: filler, firstRow: place.firstRow + used });
  }
  return dealt;
}

/** The earlier card that a card goes on with, where it was dealt. */
export function findFollowed(card: Card, earlier: readonly Dealt[]): Dealt | undefined {
  if (!("follows" in card)) return undefined;
  return earlier.find(
    (dealt) =>
      "story" in dealt.card &&
      dealt.card.story === card.follows &&
      dealt.card.ordinal === card.ordinal,
  );
}

/** A sale of its own, told where what should be followed is not there. */
export const tellNewSale: Story = settled.newSale;
