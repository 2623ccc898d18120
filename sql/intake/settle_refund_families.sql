-- R-E6: settleable-at of originals and refunds, which depend on each other. No parameters, no result.
with original as (
  select f.original_order_no, o.order_id, w.waiting,
    -o.cash_amount as cash, -o.stored_value_amount as stored, -o.performance_coupon_amount as performance,
    -o.plain_coupon_amount as plain, -o.voucher_amount as voucher,
    case when w.waiting = 0 then greatest(
      own_settleable_at(o.order_type, p.category, o.paid_at, o.repayment_status, o.repaid_at,
        o.supervision_status, o.supervised_at, o.provisioned_at, o.effective_at),
      case when o.settleable_ratio_at is not null
        and not exists (select from locked_line l where l.order_id = o.order_id)
        then o.settleable_ratio_at end) end as own_at
  from refund_family f
  join sales_order o on o.order_no = f.original_order_no
  join product p on p.product_no = o.product_no
  cross join lateral (
    select own_waiting(o.order_type, p.category, o.paid_at, o.repayment_status, o.supervision_status,
      o.provisioned_at, o.effective_at) as waiting
  ) w
), paid_refund as (
  -- What was really refunded, an original: totals, the last time, the first time of a full withdrawal.
  select f.original_order_no, sum(r.cash_amount) as cash, sum(r.stored_value_amount) as stored,
    sum(r.performance_coupon_amount) as performance, sum(r.plain_coupon_amount) as plain,
    sum(r.voucher_amount) as voucher, max(r.paid_at) as last_at,
    min(r.paid_at) filter (where r.refund_kind <> 'after_guarantee') as withdrawn_at
  from refund_family f
  join sales_order r on r.original_order_no = f.original_order_no
  where r.paid_at is not null
  group by f.original_order_no
), judged as (
  select o.original_order_no, o.order_id, full_at,
    coalesce(full_at, least(o.own_at, r.withdrawn_at)) as settleable_at,
    case when coalesce(full_at, r.withdrawn_at) is null then o.waiting else 0 end as waiting
  from original o
  left join paid_refund r on r.original_order_no = o.original_order_no
  cross join lateral (
    -- Refunded in full before it ever counted: all settle together at the last refund.
    select case when o.own_at is null
      and (r.cash, r.stored, r.performance, r.plain, r.voucher)
        = (o.cash, o.stored, o.performance, o.plain, o.voucher) then r.last_at end as full_at
  ) f
), settled as (
  select order_id, settleable_at, waiting from judged
  union all
  select r.order_id,
    case
      when r.paid_at is null then null
      when j.full_at is not null then j.full_at
      when r.refund_kind = 'after_guarantee' and j.settleable_at is null then null
      else greatest(r.paid_at, j.settleable_at)
    end,
    case when r.paid_at is null then 1 else 0 end
      | case when r.refund_kind = 'after_guarantee' and j.settleable_at is null then 16 else 0 end
  from judged j
  join sales_order r on r.original_order_no = j.original_order_no
)
update sales_order o set settleable_at = s.settleable_at, waiting = s.waiting
from settled s
where o.order_id = s.order_id
  and (o.settleable_at, o.waiting) is distinct from (s.settleable_at, s.waiting);
