-- no_reason and before_effective refund all that is left: with them the refunds of an original sum to it,
-- in all five payment amounts (R-IN3). No parameters, no result. To blame are the staged refunds of these
-- kinds, else the other staged refunds, else the change of the original.
with total as (
  select original_no, -sum(cash_amount) as cash, -sum(stored_value_amount) as stored,
    -sum(performance_coupon_amount) as performance, -sum(plain_coupon_amount) as plain,
    -sum(voucher_amount) as voucher,
    bool_or(refund_kind <> 'after_guarantee' and row_no is not null) as whole_staged,
    bool_or(row_no is not null) as any_staged,
    min(order_no) filter (where refund_kind <> 'after_guarantee') as whole_refund
  from family_order
  where not is_original
  group by original_no
  having bool_or(refund_kind <> 'after_guarantee')
), off as (
  select distinct on (t.original_no) t.original_no, t.whole_staged, t.any_staged, t.whole_refund,
    a.column_name, a.refunded, a.amount
  from total t
  join family_order o on o.original_no = t.original_no and o.is_original
  cross join lateral (
    values
      (1, 'cash_amount', t.cash, o.cash_amount),
      (2, 'stored_value_amount', t.stored, o.stored_value_amount),
      (3, 'performance_coupon_amount', t.performance, o.performance_coupon_amount),
      (4, 'plain_coupon_amount', t.plain, o.plain_coupon_amount),
      (5, 'voucher_amount', t.voucher, o.voucher_amount)
  ) a (place, column_name, refunded, amount)
  where o.order_type in ('new', 'renewal') and a.refunded <> a.amount
    -- What exceeds the original is told as that.
    and t.cash <= o.cash_amount and t.stored <= o.stored_value_amount
    and t.performance <= o.performance_coupon_amount and t.plain <= o.plain_coupon_amount
    and t.voucher <= o.voucher_amount
    and not exists (
      select from family_order d where d.original_no = t.original_no and d.in_doubt)
  order by t.original_no, a.place
)
insert into stage_reject (kind, row_no, column_name, value, code, details)
select 'orders', m.row_no, off.column_name,
  case off.column_name
    when 'cash_amount' then m.cash_amount
    when 'stored_value_amount' then m.stored_value_amount
    when 'performance_coupon_amount' then m.performance_coupon_amount
    when 'plain_coupon_amount' then m.plain_coupon_amount
    else m.voucher_amount
  end::text,
  case when m.is_original then 'breaks_refund' else 'refund_not_whole' end,
  jsonb_build_object('original', off.original_no, 'refunded', off.refunded::text,
    'amount', off.amount::text, 'why', 'refund_not_whole',
    'refund', off.whole_refund)
from off
join family_order m on m.original_no = off.original_no
where m.row_no is not null
  and case
    when off.whole_staged then not m.is_original and m.refund_kind <> 'after_guarantee'
    when off.any_staged then not m.is_original
    else m.is_original
  end;
