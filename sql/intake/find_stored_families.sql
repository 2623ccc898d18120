-- Of the originals to check and their refunds, those stored whose number no good staged row has.
-- $1 whether rows are told for resting on bad rows. No result.
with bad as (
  select distinct order_no from stage_order where invalid and order_no is not null and not $1::boolean
)
insert into family_order (original_no, order_no, is_original, in_doubt, row_no,
  order_type, charge_mode, product_no, partner_no, deal_amount, floor_amount, cash_amount,
  stored_value_amount, performance_coupon_amount, plain_coupon_amount, voucher_amount, paid_at,
  effective_at, refund_kind)
select f.order_no, f.order_no, true, bad.order_no is not null, null::integer,
  o.order_type, o.charge_mode, o.product_no, o.partner_no, o.deal_amount, o.floor_amount,
  o.cash_amount, o.stored_value_amount, o.performance_coupon_amount, o.plain_coupon_amount,
  o.voucher_amount, o.paid_at, o.effective_at, o.refund_kind
from refunded_original f
left join sales_order o on o.order_no = f.order_no
left join bad on bad.order_no = f.order_no
where (o.order_no is not null or bad.order_no is not null)
  and not exists (select from family_order s where s.order_no = f.order_no and s.is_original)
union all
select f.order_no, r.order_no, false, bad.order_no is not null, null::integer,
  r.order_type, r.charge_mode, r.product_no, r.partner_no, r.deal_amount, r.floor_amount,
  r.cash_amount, r.stored_value_amount, r.performance_coupon_amount, r.plain_coupon_amount,
  r.voucher_amount, r.paid_at, r.effective_at, r.refund_kind
from refunded_original f
join sales_order r on r.original_order_no = f.order_no
left join bad on bad.order_no = r.order_no
where not exists (select from family_order s where s.order_no = r.order_no and not s.is_original);
