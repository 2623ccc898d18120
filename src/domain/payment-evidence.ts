import { shanghaiDay } from "./period.js";

/** What a bank can say of a payment that changes something. */
export type PaymentVerdict = "paid" | "bounced";

/**
 * One word of the bank on a payment. A booking is money that moved, on a day; a report only tells how far the
 * payment is, at an instant.
 */
export interface PaymentEvidence {
  readonly verdict: PaymentVerdict;
  readonly isBooked: boolean;
  /** Of a booking `YYYY-MM-DD`; of a report an ISO instant in UTC. Each orders by bytes. */
  readonly at: string;
}

/** What another word on a payment means beside the one that stands. */
export type Weight =
  /** It stands from now on, and says something else. */
  | "overturns"
  /** It says the same, and is the stronger ground for it. */
  | "strengthens"
  | "repeats"
  /** It was overtaken before it came. */
  | "outdated"
  /** A report that denies what stands, and is no older than it. */
  | "contradicts";

/**
 * Weighs a word of the bank against the one that stands, so that whatever the order in which words arrive, the
 * same one stands in the end: a booking before a report; of bookings the later one, and on one day money that came
 * back was paid first; of reports the one that says paid, whenever it says so, then the later one. Only money that
 * came back undoes what was paid: a rejection may be of a second copy of the file, and paying twice is the worse
 * mistake.
 *
 * Source: R-R2; docs/formats.md, "Which word counts".
 */
export function weigh(standing: PaymentEvidence, next: PaymentEvidence): Weight {
  const isStronger = outweighs(standing, next);
  if (standing.verdict === next.verdict) return isStronger ? "strengthens" : "repeats";
  if (isStronger) return "overturns";
  return !next.isBooked && isNoOlder(standing, next) ? "contradicts" : "outdated";
}

function outweighs(standing: PaymentEvidence, next: PaymentEvidence): boolean {
  if (standing.isBooked !== next.isBooked) return next.isBooked;
  const isOther = standing.verdict !== next.verdict;
  if (isOther && !next.isBooked) return next.verdict === "paid";
  if (standing.at !== next.at) return next.at > standing.at;
  return isOther && next.verdict === "bounced";
}

/** A booking tells its day only, so a report of that day may be the later of them. */
function isNoOlder(standing: PaymentEvidence, next: PaymentEvidence): boolean {
  return standing.isBooked ? dayOf(next) >= standing.at : next.at >= standing.at;
}

function dayOf({ at, isBooked }: PaymentEvidence): string {
  return isBooked ? at : shanghaiDay(new Date(at));
}
