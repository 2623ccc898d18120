/**
 * Why an order is not on a statement, in the order of spec §3.
 *
 * A set of reasons is an integer in the database: the bit of a reason is its index here, so that the
 * lowest bit is the first reason. Append only: stored bits keep their meaning.
 */
export const reasonCodes = [
  "unpaid",
  "not_repaid",
  "supervision_in_progress",
  "not_effective",
  "refund_waits_for_original",
  "no_partner",
  "reseller_incentive",
  "operations_base",
  "stored_value_card",
  "general_product",
  "partner_not_certified",
  "partner_info_changing",
  "quarterly_cycle",
  "no_terms",
  "partly_settled",
  "parked",
] as const;

export type ReasonCode = (typeof reasonCodes)[number];

/** Reasons that exclude an order for good as it stands (R-E7, R-E8); all others let it wait. */
export const excludingReasons: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  "no_partner",
  "reseller_incentive",
  "operations_base",
  "stored_value_card",
  "general_product",
]);

/** The reasons in a set of bits, in the order of §3. */
export function reasonsOf(bits: number): ReasonCode[] {
  return reasonCodes.filter((_, index) => (bits & (1 << index)) !== 0);
}

/** The bits of the excluding reasons, for the statements of a run. */
export const excludingBits: number = reasonCodes.reduce(
  (bits, code, index) => (excludingReasons.has(code) ? bits | (1 << index) : bits),
  0,
);
