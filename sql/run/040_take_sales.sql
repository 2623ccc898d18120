-- Sales and usage in scope (R-E12), rated (R-A1 to R-A6, R-A8) and judged (§3). Usage that locked lines
-- settled before is another file's.
-- $1 month text, $2 period_end timestamptz, $3 takes_all boolean (orders without a partner too). No result.
insert into item
select o.order_id, o.order_no, o.order_type, s.settlee_no, o.partner_no, o.product_no, o.rule,
  o.deal_amount, o.floor_amount, o.cash_consumption, b.share_base, o.ratio, o.output_tax_rate,
  s.service_fee_rate, c.settleable_ratio, null, x.entitlement, coalesce(at_rate.amount, 0),
  o.settleable_at, j.reasons,
  case
    when e.is_covered then 'settled'::order_outcome_kind
    when not d.differs and c.settleable_ratio = 1 then null
    when j.reasons = 0 then 'settled'
    when j.reasons & 992 <> 0 then 'excluded'
    else 'carried'
  end,
  d.differs and j.reasons = 0,
  -- A further part of unchanged facts is no correction (R-A8, R-A10).
  e.order_id is not null and not coalesce(c.settleable_ratio > e.settleable_ratio
    and (o.rule, b.share_base, o.ratio, o.output_tax_rate)
      is not distinct from (e.rule, e.share_base, e.ratio, e.output_tax_rate), false),
  other_rate.output_tax_rate, other_rate.amount,
  not d.differs and c.settleable_ratio = 1 and o.settleable_ratio = 1
from open_item i
join order_standing o on o.order_id = i.order_id
left join held_elsewhere held on held.order_id = i.order_id
left join earlier e on e.order_id = i.order_id
left join earlier_at_rate at_rate
  on at_rate.order_id = i.order_id and at_rate.output_tax_rate = o.output_tax_rate
left join earlier_at_rate other_rate
  on other_rate.order_id = i.order_id and other_rate.output_tax_rate <> o.output_tax_rate
    and other_rate.amount <> 0
left join run_settlee r on r.settlee_no = coalesce(e.settlee_no, o.settlee_no)
cross join lateral (
  select r.settlee_no, coalesce(e.service_fee_rate, r.service_fee_rate) as service_fee_rate
) s
cross join lateral (
  -- A ratio that counts only from the end of the period on leaves what was settled (R-A8).
  select case when e.order_id is not null and o.settleable_ratio_at >= $2 then e.settleable_ratio
    else o.settleable_ratio end as settleable_ratio
) c
cross join lateral (
  select sale_share_base(o.rule, o.cash_consumption, coalesce(o.factor, e.factor), o.deal_amount,
    o.floor_amount) as share_base
) b
cross join lateral (
  select entitlement(o.rule, b.share_base, o.ratio, o.output_tax_rate, s.service_fee_rate,
    c.settleable_ratio) as entitlement
) x
cross join lateral (
  select e.order_id is null or other_rate.order_id is not null
    or x.entitlement is distinct from coalesce(at_rate.amount, 0) as differs
) d
cross join lateral (
  select o.waiting | o.standing | coalesce(r.hold, 0)
    | case when not d.differs and c.settleable_ratio < 1 and not e.is_covered then 16384 else 0 end
    as reasons
) j
where o.order_type <> 'refund'
  and not (o.order_type = 'usage' and i.settled_before)
  and (i.excluded_in is null or i.excluded_in >= $1)
  and (o.settleable_at < $2 or (o.settleable_at is null and o.ordered_at < $2))
  and held.order_id is null
  and (r.settlee_no is not null or ($3 and o.partner_no is null))
  -- What an earlier period's run left excluded was told there.
  and not (j.reasons & 992 <> 0 and not coalesce(e.is_covered, false) and exists (
    select from order_outcome told
    where told.order_id = i.order_id and told.period < $1 and told.outcome = 'excluded'));
