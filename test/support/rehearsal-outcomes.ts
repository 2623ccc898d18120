import { endsQuarter, type Period } from "../../src/domain/period.js";
import { cents, type Facts, instant, of, paymentColumns, type Row } from "./rehearsal-reading.js";

/** What a first run of a period says to an order; null where the order is out of its scope (R-E12). */
export interface Outcome {
  readonly outcome: "settled" | "carried" | "excluded" | null;
  /** In the order of §3. */
  readonly reasons: readonly string[];
  readonly settleableAt: number | null;
}

const excluding = new Set([
  "no_partner",
  "reseller_incentive",
  "operations_base",
  "stored_value_card",
  "general_product",
]);

/**
 * The outcome of every order in a first run of the period: §3 by the letter, row by row, written from
 * the specification and independent of src/intake and sql.
 */
export function judgeFirstRun(facts: Facts, period: Period): Map<string, Outcome> {
  const refunds = new Map<string, Row[]>();
  for (const order of facts.orders.values()) {
    const original = of(order, "original_order_no");
    if (original !== "") refunds.set(original, [...(refunds.get(original) ?? []), order]);
  }
  const outcomes = new Map<string, Outcome>();
  for (const [orderNo, order] of facts.orders) {
    outcomes.set(orderNo, judge({ facts, period, refunds }, order));
  }
  return outcomes;
}

interface Context {
  readonly facts: Facts;
  readonly period: Period;
  readonly refunds: ReadonlyMap<string, readonly Row[]>;
}

function judge(context: Context, order: Row): Outcome {
  const { at, waiting } = timing(context, order);
  const isRefund = of(order, "order_type") === "refund";
  const led = isRefund ? originalOf(context, order) : order;
  const reasons = [...waiting, ...route(context, led), ...settleeReasons(context, order)];
  if (!hasTerms(context.facts, led)) reasons.push("no_terms");
  const end = context.period.end.getTime();
  const ordered = instant(of(order, "ordered_at")) as number;
  const inScope = at === null ? ordered < end : at < end;
  if (!inScope) return { outcome: null, reasons, settleableAt: at };
  const isExcluded = reasons.some((reason) => excluding.has(reason));
  const outcome = isExcluded ? "excluded" : reasons.length > 0 ? "carried" : "settled";
  return { outcome, reasons, settleableAt: at };
}

function originalOf({ facts }: Context, refund: Row): Row {
  return facts.orders.get(of(refund, "original_order_no")) as Row;
}

/** R-E1 to R-E6. */
function timing(context: Context, order: Row): { at: number | null; waiting: string[] } {
  if (of(order, "order_type") === "refund") return refundTiming(context, order);
  const own = ownTiming(context, order);
  const its = context.refunds.get(of(order, "order_no")) ?? [];
  const releases = its
    .filter((refund) => of(refund, "refund_kind") !== "after_guarantee")
    .map((refund) => instant(of(refund, "paid_at")) as number);
  const times = [...releases, ...(own.at === null ? [] : [own.at])];
  if (releases.length > 0) return { at: Math.min(...times), waiting: [] };
  if (own.at === null && isFullyRefunded(order, its)) return { at: lastOf(its), waiting: [] };
  return own;
}

function refundTiming(context: Context, refund: Row): { at: number | null; waiting: string[] } {
  const original = originalOf(context, refund);
  const its = context.refunds.get(of(original, "order_no")) ?? [];
  const paid = instant(of(refund, "paid_at")) as number;
  if (ownTiming(context, original).at === null && isFullyRefunded(original, its)) {
    return { at: lastOf(its), waiting: [] };
  }
  const { at } = timing(context, original);
  if (at === null) return { at: null, waiting: ["refund_waits_for_original"] };
  return { at: Math.max(at, paid), waiting: [] };
}

function isFullyRefunded(order: Row, its: readonly Row[]): boolean {
  if (its.length === 0) return false;
  return paymentColumns.every(
    (column) =>
      its.reduce((sum, row) => sum + cents(of(row, column)), cents(of(order, column))) === 0,
  );
}

function lastOf(its: readonly Row[]): number {
  return Math.max(...its.map((refund) => instant(of(refund, "paid_at")) as number));
}

function ownTiming({ facts }: Context, order: Row): { at: number | null; waiting: string[] } {
  const time = (column: string): number | null => instant(of(order, column));
  const supervision = of(order, "supervision_status");
  const waiting: string[] = [];
  if (time("paid_at") === null) waiting.push("unpaid");
  if (of(order, "repayment_status") === "outstanding") waiting.push("not_repaid");
  if (supervision === "in_progress") waiting.push("supervision_in_progress");
  const trigger = triggerOf(facts, order);
  const waitsForAcceptance = trigger === "supervised_at" && supervision === "in_progress";
  if (time("effective_at") === null || (time(trigger) === null && !waitsForAcceptance)) {
    waiting.push("not_effective");
  }
  if (waiting.length > 0) return { at: null, waiting };
  const part = of(order, "settleable_ratio");
  const times = [
    time("paid_at"),
    time("effective_at"),
    time(trigger),
    of(order, "repayment_status") === "repaid" ? time("repaid_at") : null,
    supervision === "completed" ? time("supervised_at") : null,
    part === "" ? null : time("settleable_ratio_at"), // R-A8: while nothing is settled
  ];
  return { at: Math.max(...times.filter((value) => value !== null)), waiting };
}

/** R-E4: the column that starts an order, by category and type. */
function triggerOf(facts: Facts, order: Row): string {
  const category = of(facts.products.get(of(order, "product_no")) as Row, "category");
  const type = of(order, "order_type");
  const isSupervised = of(order, "supervision_status") !== "not_involved";
  if (category === "api") return type === "usage" ? "effective_at" : "provisioned_at";
  if (category !== "hardware" && type !== "new") return "effective_at";
  return isSupervised ? "supervised_at" : "provisioned_at";
}

function settleeNo(facts: Facts, partnerNo: string): string {
  const partner = facts.partners.get(partnerNo);
  return partner === undefined ? partnerNo : of(partner, "parent_partner_no") || partnerNo;
}

/** R-E7, R-E8, of the original where the order is a refund. */
function route({ facts }: Context, order: Row): string[] {
  const reasons: string[] = [];
  const product = facts.products.get(of(order, "product_no")) as Row;
  const partnerNo = of(order, "partner_no");
  const resellerNo = of(order, "customer_reseller_no");
  if (partnerNo === "") reasons.push("no_partner");
  const isDealer = of(order, "sales_scenario").startsWith("dealer");
  if (!isDealer && partnerNo !== "" && resellerNo !== "") {
    if (settleeNo(facts, partnerNo) === settleeNo(facts, resellerNo)) {
      reasons.push("reseller_incentive");
    }
  }
  if (of(order, "operations_base") === "true") reasons.push("operations_base");
  if (of(product, "category") === "stored_value_card") reasons.push("stored_value_card");
  if (of(product, "sourcing") === "general") reasons.push("general_product");
  return reasons;
}

/** R-E9, R-E10. */
function settleeReasons({ facts, period }: Context, order: Row): string[] {
  const settlee = facts.partners.get(settleeNo(facts, of(order, "partner_no")));
  if (settlee === undefined) return [];
  const reasons: string[] = [];
  const info = of(settlee, "business_info");
  if (info === "missing") reasons.push("partner_not_certified");
  if (info === "changing") reasons.push("partner_info_changing");
  const isQuarterly = of(settlee, "settlement_cycle") === "quarterly";
  if (isQuarterly && !endsQuarter(period)) reasons.push("quarterly_cycle");
  return reasons;
}

/** R-E11; dealer scenarios need no share ratio. */
function hasTerms(facts: Facts, order: Row): boolean {
  if (of(order, "sales_scenario").startsWith("dealer")) return true;
  if (of(order, "share_ratio") !== "") return true;
  const product = of(order, "product_no");
  const orderedOn = of(order, "ordered_at").slice(0, 10);
  for (const term of facts.terms.values()) {
    if (of(term, "product_no") === product && of(term, "effective_from") <= orderedOn) return true;
  }
  return false;
}
