-- Takes checked rows of orders into staging, in the order of src/intake/columns.ts. No parameters, no result.
copy stage_order (
  row_no, invalid, order_no, order_type, charge_mode, original_order_no, product_no,
  customer_no, customer_name, partner_no, customer_reseller_no, operations_base, sales_scenario,
  deal_amount, floor_amount, share_ratio, commission_ratio, settleable_ratio,
  settleable_ratio_at, cash_amount, stored_value_amount, performance_coupon_amount,
  plain_coupon_amount, voucher_amount, ordered_at, paid_at, repayment_status, repaid_at,
  supervision_status, supervised_at, provisioned_at, effective_at, refund_kind
) from stdin
