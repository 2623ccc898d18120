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
  /** A report that denies a booking that is older than it. */
  | "contradicts";

/**
 * Weighs a word of the bank against the one that stands, so that whatever the order in which words arrive, the
 * same one stands in the end: a booking before a report, then the later one; on one day money that came back was
 * paid first, and of reports of one instant the one that says paid stands, since paying twice is the worse mistake.
 *
 * Source: R-R2; docs/formats.md, "Which word counts".
 */
export function weigh(standing: PaymentEvidence, next: PaymentEvidence): Weight {
  const isStronger = outweighs(standing, next);
  if (standing.verdict === next.verdict) return isStronger ? "strengthens" : "repeats";
  if (isStronger) return "overturns";
  const deniesBooking = standing.isBooked && !next.isBooked && dayOf(next) > standing.at;
  return deniesBooking ? "contradicts" : "outdated";
}

function outweighs(standing: PaymentEvidence, next: PaymentEvidence): boolean {
  if (standing.isBooked !== next.isBooked) return next.isBooked;
  if (standing.at !== next.at) return next.at > standing.at;
  if (standing.verdict === next.verdict) return false;
  return next.verdict === (next.isBooked ? "bounced" : "paid");
}

function dayOf({ at, isBooked }: PaymentEvidence): string {
  return isBooked ? at : shanghaiDay(new Date(at));
}
