-- Updates the stored orders that a staged row changes, and notes them with whether their worth changed:
-- whether R-A1 to R-A8 read what changed (the time of order dates its terms, R-E11). Returns updated.
with changed as (
  update sales_order o set
    order_type = s.order_type, charge_mode = s.charge_mode, original_order_no =
    s.original_order_no, product_no = s.product_no, customer_no = s.customer_no, customer_name =
    s.customer_name, partner_no = s.partner_no, customer_reseller_no = s.customer_reseller_no,
    operations_base = s.operations_base, sales_scenario = s.sales_scenario, deal_amount =
    s.deal_amount, floor_amount = s.floor_amount, share_ratio = s.share_ratio, commission_ratio
    = s.commission_ratio, settleable_ratio = coalesce(s.settleable_ratio, 1),
    settleable_ratio_at = s.settleable_ratio_at, cash_amount = s.cash_amount,
    stored_value_amount = s.stored_value_amount, performance_coupon_amount =
    s.performance_coupon_amount, plain_coupon_amount = s.plain_coupon_amount, voucher_amount =
    s.voucher_amount, ordered_at = s.ordered_at, paid_at = s.paid_at, repayment_status =
    s.repayment_status, repaid_at = s.repaid_at, supervision_status = s.supervision_status,
    supervised_at = s.supervised_at, provisioned_at = s.provisioned_at, effective_at =
    s.effective_at, refund_kind = s.refund_kind
  from matched_order m
  join stage_order s on s.row_no = m.row_no
  join sales_order old on old.order_id = m.order_id
  where o.order_id = m.order_id
    and (
      old.order_type, old.charge_mode, old.original_order_no, old.product_no, old.customer_no,
      old.customer_name, old.partner_no, old.customer_reseller_no, old.operations_base,
      old.sales_scenario, old.deal_amount, old.floor_amount, old.share_ratio,
      old.commission_ratio, old.settleable_ratio, old.settleable_ratio_at, old.cash_amount,
      old.stored_value_amount, old.performance_coupon_amount, old.plain_coupon_amount,
      old.voucher_amount, old.ordered_at, old.paid_at, old.repayment_status, old.repaid_at,
      old.supervision_status, old.supervised_at, old.provisioned_at, old.effective_at,
      old.refund_kind)
    is distinct from (
      s.order_type, s.charge_mode, s.original_order_no, s.product_no, s.customer_no,
      s.customer_name, s.partner_no, s.customer_reseller_no, s.operations_base,
      s.sales_scenario, s.deal_amount, s.floor_amount, s.share_ratio, s.commission_ratio,
      coalesce(s.settleable_ratio, 1), s.settleable_ratio_at, s.cash_amount,
      s.stored_value_amount, s.performance_coupon_amount, s.plain_coupon_amount,
      s.voucher_amount, s.ordered_at, s.paid_at, s.repayment_status, s.repaid_at,
      s.supervision_status, s.supervised_at, s.provisioned_at, s.effective_at, s.refund_kind)
  returning o.order_id,
    (
      old.order_type, old.product_no, old.sales_scenario, old.deal_amount, old.floor_amount,
      old.share_ratio, old.commission_ratio, old.settleable_ratio, old.settleable_ratio_at,
      old.cash_amount, old.stored_value_amount, old.performance_coupon_amount, old.ordered_at,
      old.plain_coupon_amount, old.voucher_amount)
    is distinct from (
      s.order_type, s.product_no, s.sales_scenario, s.deal_amount, s.floor_amount,
      s.share_ratio, s.commission_ratio, coalesce(s.settleable_ratio, 1), s.settleable_ratio_at,
      s.cash_amount, s.stored_value_amount, s.performance_coupon_amount, s.ordered_at,
      s.plain_coupon_amount, s.voucher_amount) as worth
), noted as (
  insert into touched_order select order_id, worth from changed
  on conflict (order_id) do update set worth = touched_order.worth or excluded.worth
  returning 1
)
select count(*) as updated from noted;
