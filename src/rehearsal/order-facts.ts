import { type Cents, centsText, type Payment } from "./amounts.js";
import type { Customer } from "./customers.js";
import type { Partner } from "./partners.js";
import type { Product } from "./products.js";
import type { Second, Timeline } from "./timeline.js";

/** One row of orders.csv while it is made; a story fills it in, then it is written. */
export interface OrderFacts {
  orderNo: string;
  type: "new" | "renewal" | "usage" | "refund";
  chargeMode: "subscription" | "on_demand" | "per_use" | "on_demand_package";
  originalNo: string;
  product: Product;
  customer: Customer;
  partner: Partner | null;
  resellerNo: string;
  isOperationsBase: boolean;
  scenario: "provider" | "dealer_alone" | "dealer_joint" | "merchant_joint";
  /** On refunds negative, like the payments. */
  deal: Cents;
  floor: Cents | null;
  /** Ratios are written as they stand; blank: not given. */
  shareRatio: string;
  commissionRatio: string;
  settleableRatio: string;
  settleableRatioAt: Second;
  payment: Payment;
  orderedAt: Second;
  paidAt: Second;
  repayment: "none" | "outstanding" | "repaid";
  repaidAt: Second;
  supervision: "not_involved" | "in_progress" | "completed";
  supervisedAt: Second;
  provisionedAt: Second;
  effectiveAt: Second;
  refundKind: "" | "no_reason" | "before_effective" | "after_guarantee";
}

export const orderHeader =
  "order_no,order_type,charge_mode,original_order_no,product_no,customer_no,customer_name,partner_no," +
  "customer_reseller_no,operations_base,sales_scenario,deal_amount,floor_amount,share_ratio," +
  "commission_ratio,settleable_ratio,settleable_ratio_at,cash_amount,stored_value_amount," +
  "performance_coupon_amount,plain_coupon_amount,voucher_amount,ordered_at,paid_at," +
  "repayment_status,repaid_at,supervision_status,supervised_at,provisioned_at,effective_at,refund_kind\n";

/**
 * The row of an order, in the order of `orderHeader`. One template instead of a CSV library: no value
 * made here can hold a comma, a quote or a line break (see names.ts), and a library that looks for
 * them in 31 million fields costs several times the rest of the work.
 */
export function renderOrder(order: OrderFacts, { text: at }: Timeline): string {
  const { product, customer, partner, payment } = order;
  const who = `${product.productNo},${customer.customerNo},${customer.name},${partner?.partnerNo ?? ""}`;
  const what = `${order.orderNo},${order.type},${order.chargeMode},${order.originalNo},${who}`;
  const route = `${order.resellerNo},${order.isOperationsBase},${order.scenario}`;
  const price = `${centsText(order.deal)},${order.floor === null ? "" : centsText(order.floor)}`;
  const ratios = `${order.shareRatio},${order.commissionRatio},${order.settleableRatio}`;
  const coupons = `${centsText(payment.performanceCoupon)},${centsText(payment.plainCoupon)}`;
  const paid = `${centsText(payment.cash)},${centsText(payment.storedValue)},${coupons}`;
  const since = `${at(order.settleableRatioAt)},${paid},${centsText(payment.voucher)}`;
  const repaid = `${order.repayment},${at(order.repaidAt)}`;
  const supervised = `${order.supervision},${at(order.supervisedAt)}`;
  const delivered = `${at(order.provisionedAt)},${at(order.effectiveAt)}`;
  const times = `${at(order.orderedAt)},${at(order.paidAt)},${repaid},${supervised},${delivered}`;
  return `${what},${route},${price},${ratios},${since},${times},${order.refundKind}\n`;
}
