-- Refunds in scope, with the route and terms of their original (R-E8, R-E11) and what they are worth.
-- $1 month text, $2 takes_unbound boolean. No result.
insert into item
select f.order_id, f.order_no, f.order_type, r.settlee_no, f.partner_no, f.product_no, o.rule,
  f.deal_amount, a.floor_amount, a.cash_consumption, a.share_base, o.ratio, o.output_tax_rate,
  o.service_fee_rate, o.settleable_ratio, a.completes_amount, a.entitlement,
  coalesce(at_rate.amount, 0), f.settleable_at, j.reasons,
  case
    when e.is_covered then 'settled'::order_outcome_kind
    when not d.differs then null
    when j.reasons = 0 then 'settled'
    when j.reasons & 992 <> 0 then 'excluded'
    else 'carried'
  end,
  d.differs and j.reasons = 0,
  -- A further part of unchanged facts is no correction (R-A8, R-A10).
  e.order_id is not null and not coalesce(o.settleable_ratio > e.settleable_ratio
    and (o.rule, a.share_base, o.ratio, o.output_tax_rate)
      is not distinct from (e.rule, e.share_base, e.ratio, e.output_tax_rate), false),
  h.has_reversal,
  not d.differs and o.is_ratio_final
from open_order i
join sales_order f on f.order_id = i.order_id
join refund_rated a on a.order_id = i.order_id
join refund_original o on o.order_no = a.original_order_no
left join held_elsewhere held on held.order_id = i.order_id
left join earlier e on e.order_id = i.order_id
left join earlier_at_rate at_rate
  on at_rate.order_id = i.order_id and at_rate.output_tax_rate = o.output_tax_rate
left join run_settlee r on r.settlee_no = coalesce(e.settlee_no, o.settlee_no)
cross join lateral (
  select e.order_id is not null and exists (select from earlier_at_rate other
    where other.order_id = e.order_id and other.output_tax_rate <> o.output_tax_rate
      and other.amount <> 0) as has_reversal
) h
cross join lateral (
  select e.order_id is null or h.has_reversal
    or a.entitlement is distinct from coalesce(at_rate.amount, 0) as differs
) d
cross join lateral (
  select f.waiting | o.standing | coalesce(r.hold, 0) as reasons
) j
where i.is_in_time
  and held.order_id is null
  and (r.settlee_no is not null or ($2 and f.partner_no is null))
  and not (j.reasons & 992 <> 0 and not coalesce(e.is_covered, false) and exists (
    select from order_outcome told
    where told.order_id = i.order_id and told.period < $1 and told.outcome = 'excluded'));
