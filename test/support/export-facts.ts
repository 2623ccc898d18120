import type { Row } from "./model/facts.js";

const partner = (no: string, more: Row = {}): Row => ({
  partner_no: no,
  name: `伙伴${no}`,
  taxpayer_type: "general",
  service_fee_rate: "0.06",
  business_info: "certified",
  ...more,
});
const product = (no: string, more: Row = {}): Row => ({
  product_no: no,
  name: `商品${no}`,
  seller_name: "商家",
  sourcing: "self_operated",
  category: "saas",
  output_tax_rate: "0.13",
  share_model: "deal_price",
  performance_policy: "standard",
  ...more,
});
const at = "2026-10-05 12:00:00";
/** A paid order of October, settled by R-A1 at 0.2. */
export const order = (no: string, amount: string, more: Row = {}): Row => ({
  order_no: no,
  order_type: "new",
  charge_mode: "subscription",
  product_no: "SELF",
  customer_no: "C1",
  customer_name: "客户一",
  partner_no: "P1",
  operations_base: "false",
  sales_scenario: "provider",
  share_ratio: "0.2",
  deal_amount: amount,
  cash_amount: amount,
  stored_value_amount: "0",
  performance_coupon_amount: "0",
  plain_coupon_amount: "0",
  voucher_amount: "0",
  ordered_at: "2026-10-05 09:00:00",
  paid_at: at,
  repayment_status: "none",
  supervision_status: "not_involved",
  provisioned_at: at,
  effective_at: at,
  ...more,
});

/**
 * October of a story with an order for each thing a workbook shows: rules, usage, a second-tier partner,
 * texts that look like formulas, and every kind of waiting; a refund in November.
 */
export const exportFacts = {
  partners: [
    partner("P1"),
    partner("P1A", { name: "=二级", parent_partner_no: "P1" }),
    partner("P2", { business_info: "changing", locale: "en" }),
    partner("P3", { settlement_cycle: "quarterly" }),
  ],
  products: [
    product("SELF", { name: "=SUM(A1)" }),
    product("JOINT", { sourcing: "joint", output_tax_rate: "0.06" }),
    product("CARD", { category: "stored_value_card" }),
  ],
  orders: [
    order("0001", "500.00", { customer_name: "+86 客户 <甲> & 乙" }),
    order("0002", "100.01", { product_no: "JOINT", partner_no: "P1A" }),
    order("0003", "300.00", { sales_scenario: "merchant_joint", customer_name: "@客户" }),
    ...["U1", "U2"].map((no) =>
      order(no, "10.03", { order_type: "usage", charge_mode: "on_demand", product_no: "JOINT" }),
    ),
    order("0004", "70.00", { paid_at: "", repayment_status: "outstanding" }),
    order("0005", "80.00", { operations_base: "true" }),
    order("0006", "90.00", { partner_no: "" }),
    order("0007", "60.00", { product_no: "CARD" }),
    order("0008", "40.00", { partner_no: "P2" }),
    order("0009", "1000.00", { partner_no: "P3" }),
    order("R1", "-500.00", {
      order_type: "refund",
      original_order_no: "0001",
      refund_kind: "after_guarantee",
      share_ratio: "",
      paid_at: "2026-11-09 10:00:00",
      ordered_at: "2026-11-09 09:00:00",
      provisioned_at: "",
      effective_at: "",
    }),
  ],
};
