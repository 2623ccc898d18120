-- Stores the staged orders that are new, each with its own settleable-at and waiting bits (R-E1 to R-E5;
-- nothing of a new order is settled, so R-A8 delays it as a whole). No parameters, no result.
insert into sales_order (
  order_no, order_type, charge_mode, original_order_no, product_no, customer_no,
  customer_name, partner_no, customer_reseller_no, operations_base, sales_scenario,
  deal_amount, floor_amount, share_ratio, commission_ratio, settleable_ratio,
  settleable_ratio_at, cash_amount, stored_value_amount, performance_coupon_amount,
  plain_coupon_amount, voucher_amount, ordered_at, paid_at, repayment_status, repaid_at,
  supervision_status, supervised_at, provisioned_at, effective_at, refund_kind, settleable_at,
  waiting)
select
  s.order_no, s.order_type, s.charge_mode, s.original_order_no, s.product_no, s.customer_no,
  s.customer_name, s.partner_no, s.customer_reseller_no, s.operations_base, s.sales_scenario,
  s.deal_amount, s.floor_amount, s.share_ratio, s.commission_ratio,
  coalesce(s.settleable_ratio, 1), s.settleable_ratio_at, s.cash_amount,
  s.stored_value_amount, s.performance_coupon_amount, s.plain_coupon_amount, s.voucher_amount,
  s.ordered_at, s.paid_at, s.repayment_status, s.repaid_at, s.supervision_status,
  s.supervised_at, s.provisioned_at, s.effective_at, s.refund_kind,
  case when w.waiting = 0 then greatest(
    own_settleable_at(s.order_type, p.category, s.paid_at, s.repayment_status, s.repaid_at,
      s.supervision_status, s.supervised_at, s.provisioned_at, s.effective_at),
    s.settleable_ratio_at) end,
  w.waiting
from stage_order s
join product p on p.product_no = s.product_no
cross join lateral (
  select own_waiting(s.order_type, p.category, s.paid_at, s.repayment_status, s.supervision_status,
    s.provisioned_at, s.effective_at) as waiting
) w
where not s.invalid
  and not exists (select from matched_order m where m.row_no = s.row_no);
