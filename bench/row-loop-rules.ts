import type { ReasonCode } from "../src/domain/reasons.js";
import {
  ruleOf,
  type SalesScenario,
  type ShareModel,
  type ShareRule,
  type Sourcing,
} from "../src/domain/share.js";

/** Sales and usage as `row-loop-read.sql` gives them; times are Shanghai's, as text that orders as they do. */
export interface OrderRow extends Payments {
  readonly order_id: string;
  readonly order_no: string;
  readonly order_type: "new" | "renewal" | "usage";
  readonly product_no: string;
  readonly partner_no: string | null;
  readonly operations_base: boolean;
  readonly sales_scenario: SalesScenario;
  readonly deal_amount: string;
  readonly floor_amount: string | null;
  readonly share_ratio: string | null;
  readonly commission_ratio: string | null;
  readonly settleable_ratio: string;
  readonly settleable_ratio_at: string | null;
  readonly ordered_at: string;
  readonly paid_at: string | null;
  readonly repayment_status: "none" | "outstanding" | "repaid";
  readonly repaid_at: string | null;
  readonly supervision_status: "not_involved" | "in_progress" | "completed";
  readonly supervised_at: string | null;
  readonly provisioned_at: string | null;
  readonly effective_at: string | null;
  readonly sourcing: Sourcing;
  readonly category: string;
  readonly output_tax_rate: string;
  readonly share_model: ShareModel;
  readonly settlee_no: string | null;
  readonly taxpayer_type: "general" | "small_scale";
  readonly service_fee_rate: string | null;
  readonly business_info: "certified" | "changing" | "missing";
  readonly settlement_cycle: "monthly" | "quarterly";
  readonly reseller_settlee_no: string | null;
}

export interface RefundRow extends Payments {
  readonly order_id: string;
  readonly order_no: string;
  readonly original_order_no: string;
  readonly refund_kind: "no_reason" | "before_effective" | "after_guarantee";
  readonly product_no: string;
  readonly partner_no: string | null;
  readonly deal_amount: string;
  readonly floor_amount: string | null;
  readonly ordered_at: string;
  readonly paid_at: string | null;
}

export interface Payments {
  readonly cash_amount: string;
  readonly stored_value_amount: string;
  readonly performance_coupon_amount: string;
  readonly plain_coupon_amount: string;
  readonly voucher_amount: string;
}

/** When an order counts, or what it waits for. */
export interface Timing {
  readonly at: string | null;
  readonly reasons: readonly ReasonCode[];
}

/** The latest of some times. */
function latest(times: readonly (string | null)[]): string | null {
  let last: string | null = null;
  for (const time of times) if (time !== null && (last === null || time > last)) last = time;
  return last;
}

/** R-E4: what triggers an order by its category; "supervision" where only that is waited for. */
function triggerOf(order: OrderRow): string | null {
  if (order.category === "api") {
    return order.order_type === "usage" ? order.effective_at : order.provisioned_at;
  }
  if (order.order_type !== "new" && order.category !== "hardware") return order.effective_at;
  return order.supervision_status === "not_involved" ? order.provisioned_at : "supervision";
}

/** R-E1 to R-E5: the order by itself, its refunds left aside. */
function ownTiming(order: OrderRow): Timing {
  const trigger = triggerOf(order);
  const reasons: ReasonCode[] = [];
  if (order.paid_at === null) reasons.push("unpaid");
  if (order.repayment_status === "outstanding") reasons.push("not_repaid");
  if (order.supervision_status === "in_progress") reasons.push("supervision_in_progress");
  if (order.effective_at === null || trigger === null) reasons.push("not_effective");
  if (reasons.length > 0) return { at: null, reasons };
  const times = [order.paid_at, order.effective_at, order.settleable_ratio_at];
  if (trigger !== "supervision") times.push(trigger);
  if (order.repayment_status === "repaid") times.push(order.repaid_at);
  if (order.supervision_status === "completed") times.push(order.supervised_at);
  return { at: latest(times), reasons };
}

const paymentColumns = [
  "cash_amount",
  "stored_value_amount",
  "performance_coupon_amount",
  "plain_coupon_amount",
  "voucher_amount",
] as const;

/** A sum of exact cents: amounts have two decimals. */
const cents = (amount: string): bigint => BigInt(amount.replace(".", ""));

/** Whether refunds give back all of the original, in all five payment amounts. */
export function areWhole(original: Payments, refunds: readonly Payments[]): boolean {
  return paymentColumns.every(
    (column) =>
      refunds.reduce((left, refund) => left + cents(refund[column]), cents(original[column])) ===
      0n,
  );
}

/** R-E6: a sale with what its refunds do to it. */
export function timingOf(
  order: OrderRow,
  refunds: readonly RefundRow[],
): Timing & { fullAt: string | null } {
  const own = ownTiming(order);
  const paid = refunds.filter((refund) => refund.paid_at !== null);
  if (paid.length === 0) return { ...own, fullAt: null };
  if (own.at === null && areWhole(order, paid)) {
    const fullAt = latest(paid.map((refund) => refund.paid_at));
    return { at: fullAt, reasons: [], fullAt };
  }
  let at = own.at;
  let isWithdrawn = false;
  for (const { refund_kind, paid_at } of paid) {
    if (refund_kind === "after_guarantee") continue;
    isWithdrawn = true;
    if (paid_at !== null && (at === null || paid_at < at)) at = paid_at;
  }
  return { at, reasons: isWithdrawn ? [] : own.reasons, fullAt: null };
}

/** R-E6: a refund, never before its original. */
export function refundTiming(
  refund: RefundRow,
  original: Timing & { fullAt: string | null },
): Timing {
  const waits = refund.refund_kind === "after_guarantee" && original.at === null;
  const reasons: ReasonCode[] = [];
  if (refund.paid_at === null) reasons.push("unpaid");
  if (waits) reasons.push("refund_waits_for_original");
  if (reasons.length > 0) return { at: null, reasons };
  return { at: original.fullAt ?? latest([refund.paid_at, original.at]), reasons };
}

/** Terms of a product, the earliest first. */
export type Terms = ReadonlyMap<
  string,
  readonly { readonly from: string; readonly ratio: string }[]
>;

/** What is the same for an order and its refunds: the route, the rule, the rates. */
export interface Standing {
  readonly reasons: readonly ReasonCode[];
  readonly rule: ShareRule;
  readonly ratio: string | null;
  readonly serviceFeeRate: string;
}

/** R-E7 to R-E11, and the rule and rates of §4. */
export function standingOf(order: OrderRow, terms: Terms, endsQuarter: boolean): Standing {
  const isDealer =
    order.sales_scenario === "dealer_alone" || order.sales_scenario === "dealer_joint";
  const ratio = ratioOf(order, terms);
  const reasons: ReasonCode[] = [];
  if (order.settlee_no === null) reasons.push("no_partner");
  else if (!isDealer && order.settlee_no === order.reseller_settlee_no)
    reasons.push("reseller_incentive");
  if (order.operations_base) reasons.push("operations_base");
  if (order.category === "stored_value_card") reasons.push("stored_value_card");
  if (order.sourcing === "general") reasons.push("general_product");
  if (order.settlee_no !== null) {
    if (order.business_info === "missing") reasons.push("partner_not_certified");
    if (order.business_info === "changing") reasons.push("partner_info_changing");
    if (order.settlement_cycle === "quarterly" && !endsQuarter) reasons.push("quarterly_cycle");
  }
  if (ratio === null) reasons.push("no_terms");
  return {
    reasons,
    rule: ruleOf(order.sales_scenario, order.share_model),
    ratio,
    serviceFeeRate: order.service_fee_rate ?? (order.taxpayer_type === "general" ? "0.06" : "0.01"),
  };
}

/** R-E11: the order's own ratio, else that of the terms on the day it was ordered. */
function ratioOf(order: OrderRow, terms: Terms): string | null {
  if (order.sales_scenario === "dealer_alone") return "0.9";
  if (order.sales_scenario === "dealer_joint") return order.commission_ratio;
  if (order.share_ratio !== null) return order.share_ratio;
  const orderedOn = order.ordered_at.slice(0, 10);
  return terms.get(order.product_no)?.findLast(({ from }) => from <= orderedOn)?.ratio ?? null;
}
