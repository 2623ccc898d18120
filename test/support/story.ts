import type { FactRows, Row } from "./model/facts.js";

/** Rows for stories told in tests: what is not said has nothing in its way. Amounts and rates as text. */

export function partner(partnerNo: string, columns: Row = {}): Row {
  return {
    partner_no: partnerNo,
    name: `伙伴 ${partnerNo}`,
    taxpayer_type: "general",
    service_fee_rate: "0.06",
    business_info: "certified",
    email: `${partnerNo.toLowerCase()}@partner.example`,
    ...columns,
  };
}

/** Self-operated, shared by deal price, t 13 %. */
export function product(productNo: string, columns: Row = {}): Row {
  return {
    product_no: productNo,
    name: `商品 ${productNo}`,
    sourcing: "self_operated",
    category: "saas",
    output_tax_rate: "0.13",
    share_model: "deal_price",
    performance_policy: "standard",
    ...columns,
  };
}

export function terms(productNo: string, shareRatio: string, effectiveFrom = "2026-01-01"): Row {
  return { product_no: productNo, effective_from: effectiveFrom, share_ratio: shareRatio };
}

/** A new sale, paid in cash, provisioned and effective on a day at 10:00. */
export function sale(orderNo: string, amount: string, day = "2026-10-10", columns: Row = {}): Row {
  const at = day.length > 10 ? day : `${day} 10:00`;
  return {
    order_no: orderNo,
    order_type: "new",
    charge_mode: "subscription",
    product_no: "SAAS",
    customer_no: "C1",
    partner_no: "P1",
    operations_base: "false",
    sales_scenario: "provider",
    deal_amount: amount,
    cash_amount: amount,
    stored_value_amount: "0",
    performance_coupon_amount: "0",
    plain_coupon_amount: "0",
    voucher_amount: "0",
    ordered_at: at,
    paid_at: at,
    repayment_status: "none",
    supervision_status: "not_involved",
    provisioned_at: at,
    effective_at: at,
    ...columns,
  };
}

export function usage(orderNo: string, amount: string, day = "2026-10-10", columns: Row = {}): Row {
  return sale(orderNo, amount, day, {
    order_type: "usage",
    charge_mode: "on_demand",
    provisioned_at: "",
    ...columns,
  });
}

/** Money given back after the guarantee days, the amount negative. */
export function refund(
  of: Row,
  orderNo: string,
  amount: string,
  day: string,
  columns: Row = {},
): Row {
  return {
    ...sale(orderNo, amount, day),
    product_no: of.product_no ?? "",
    partner_no: of.partner_no ?? "",
    sales_scenario: of.sales_scenario ?? "",
    order_type: "refund",
    original_order_no: of.order_no ?? "",
    refund_kind: "after_guarantee",
    provisioned_at: "",
    effective_at: "",
    ...columns,
  };
}

/** The same amount in deal and cash. */
export function paid(amount: string): Row {
  return { deal_amount: amount, cash_amount: amount };
}

/** Two partners and one product at ratio 0.1: an order of 1000.00 is worth 93.81. */
export const smallWorld: FactRows = {
  partners: [partner("P1"), partner("P2")],
  products: [product("SAAS")],
  productTerms: [terms("SAAS", "0.1")],
};
