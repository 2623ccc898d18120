-- Refunds of one original never exceed it, in any payment amount (R-IN3). $1 whether all refunds past the
-- amount are bad, or only the first of each original, after which the rest is judged again. No result.
-- Stored refunds come first: where they alone exceed it, the change of the original is to blame.
with running as (
  select original_no, order_no, row_no, paid_at,
    -sum(cash_amount) over earlier as cash, -sum(stored_value_amount) over earlier as stored,
    -sum(performance_coupon_amount) over earlier as performance,
    -sum(plain_coupon_amount) over earlier as plain, -sum(voucher_amount) over earlier as voucher,
    row_number() over earlier as position
  from family_order
  where not is_original
  window earlier as (
    partition by original_no order by row_no is not null, paid_at nulls last, order_no
    rows unbounded preceding)
), past as (
  select r.original_no, r.row_no, o.row_no as original_row, r.position, a.column_name, a.refunded, a.amount,
    row_number() over (partition by r.original_no order by r.position, a.place) as turn,
    row_number() over (partition by r.original_no, r.position order by a.place) as place
  from running r
  join family_order o on o.original_no = r.original_no and o.is_original
  cross join lateral (
    values
      (1, 'cash_amount', r.cash, o.cash_amount),
      (2, 'stored_value_amount', r.stored, o.stored_value_amount),
      (3, 'performance_coupon_amount', r.performance, o.performance_coupon_amount),
      (4, 'plain_coupon_amount', r.plain, o.plain_coupon_amount),
      (5, 'voucher_amount', r.voucher, o.voucher_amount)
  ) a (place, column_name, refunded, amount)
  where o.order_type in ('new', 'renewal') and a.refunded > a.amount
    and not exists (
      select from family_order d where d.original_no = r.original_no and d.in_doubt)
)
insert into stage_reject (kind, row_no, column_name, value, code, details)
select 'orders', coalesce(row_no, original_row), column_name, null, 'refunds_exceed',
  jsonb_build_object('original', original_no, 'refunded', refunded::text, 'amount', amount::text)
from past
where (turn = 1 or ($1::boolean and place = 1 and row_no is not null
    and not exists (select from past f where f.original_no = past.original_no and f.row_no is null)))
  and coalesce(row_no, original_row) is not null;
