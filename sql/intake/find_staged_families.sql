-- Of the originals to check and their refunds, the good staged rows. No parameters, no result.
insert into family_order (original_no, order_no, is_original, in_doubt, row_no,
  order_type, charge_mode, product_no, partner_no, deal_amount, floor_amount, cash_amount,
  stored_value_amount, performance_coupon_amount, plain_coupon_amount, voucher_amount, paid_at,
  effective_at, refund_kind)
select f.order_no, s.order_no, true, false, s.row_no,
  s.order_type, s.charge_mode, s.product_no, s.partner_no, s.deal_amount, s.floor_amount,
  s.cash_amount, s.stored_value_amount, s.performance_coupon_amount, s.plain_coupon_amount,
  s.voucher_amount, s.paid_at, s.effective_at, s.refund_kind
from refunded_original f
join stage_order s on s.order_no = f.order_no
where not s.invalid
union all
select s.original_order_no, s.order_no, false, false, s.row_no,
  s.order_type, s.charge_mode, s.product_no, s.partner_no, s.deal_amount, s.floor_amount,
  s.cash_amount, s.stored_value_amount, s.performance_coupon_amount, s.plain_coupon_amount,
  s.voucher_amount, s.paid_at, s.effective_at, s.refund_kind
from stage_order s
where s.order_type = 'refund' and not s.invalid;
