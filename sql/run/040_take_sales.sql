-- Sales and usage in scope (R-E12), rated (R-A1 to R-A6, R-A8) and judged (§3). Usage that locked lines
-- settled before is another file's. Each `offset 0` keeps the planner from writing what is computed there
-- into every place that reads it: a million orders would compute it six times each.
-- $1 month text, $2 period_end timestamptz, $3 takes_unbound boolean (orders without a partner too). No result.
insert into item
select order_id, order_no, order_type, settlee_no, partner_no, product_no, rule, deal_amount,
  floor_amount, cash_consumption, share_base, ratio, output_tax_rate, service_fee_rate,
  settleable_ratio, null, entitlement, earlier_amount, settleable_at, reasons,
  case
    when is_covered then 'settled'::order_outcome_kind
    when not differs and settleable_ratio = 1 then null
    when reasons = 0 then 'settled'
    when reasons & 992 <> 0 then 'excluded'
    else 'carried'
  end,
  differs and reasons = 0,
  -- A further part of unchanged facts is no correction (R-A8, R-A10).
  is_settled_before and not coalesce(settleable_ratio > earlier_settleable_ratio
    and (rule, share_base, ratio, output_tax_rate)
      is not distinct from (earlier_rule, earlier_share_base, earlier_ratio, earlier_output_tax_rate),
    false),
  has_reversal,
  not differs and settleable_ratio = 1 and stored_settleable_ratio = 1
from (
  select rated.*,
    waiting | standing | hold
      | case when not differs and settleable_ratio < 1 and not is_covered then 16384 else 0 end as reasons
  from (
    select based.*,
      not is_settled_before or has_reversal
        or entitlement is distinct from earlier_amount as differs
    from (
      select taken.*,
        entitlement(rule, share_base, ratio, output_tax_rate, service_fee_rate, settleable_ratio)
          as entitlement
      from (
        select o.order_id, o.order_no, o.order_type, r.settlee_no, o.partner_no, o.product_no, o.rule,
          o.deal_amount, o.floor_amount, o.cash_consumption,
          sale_share_base(o.rule, o.cash_consumption, coalesce(o.factor, e.factor), o.deal_amount,
            o.floor_amount) as share_base,
          o.ratio, o.output_tax_rate, coalesce(e.service_fee_rate, r.service_fee_rate) as service_fee_rate,
          -- A ratio that counts only from the end of the period on leaves what was settled (R-A8).
          case when e.order_id is not null and o.settleable_ratio_at >= $2 then e.settleable_ratio
            else o.settleable_ratio end as settleable_ratio,
          o.settleable_ratio as stored_settleable_ratio, o.settleable_at, o.waiting, o.standing,
          coalesce(r.hold, 0) as hold, e.order_id is not null as is_settled_before,
          coalesce(e.is_covered, false) as is_covered, coalesce(at_rate.amount, 0) as earlier_amount,
          e.order_id is not null and exists (select from earlier_at_rate other
            where other.order_id = e.order_id and other.output_tax_rate <> o.output_tax_rate
              and other.amount <> 0) as has_reversal,
          e.settleable_ratio as earlier_settleable_ratio, e.rule as earlier_rule,
          e.share_base as earlier_share_base, e.ratio as earlier_ratio,
          e.output_tax_rate as earlier_output_tax_rate
        from open_order i
        join order_standing o on o.order_id = i.order_id
        left join held_elsewhere held on held.order_id = i.order_id
        left join earlier e on e.order_id = i.order_id
        left join earlier_at_rate at_rate
          on at_rate.order_id = e.order_id and at_rate.output_tax_rate = o.output_tax_rate
        left join run_settlee r on r.settlee_no = coalesce(e.settlee_no, o.settlee_no)
        where i.is_in_time
          and i.order_type <> 'refund'
          and not (i.order_type = 'usage' and i.settled_before)
          and held.order_id is null
          and (r.settlee_no is not null or ($3 and o.partner_no is null))
        offset 0
      ) taken
      offset 0
    ) based
    offset 0
  ) rated
  offset 0
) judged
-- What an earlier period's run left excluded was told there.
where not (reasons & 992 <> 0 and not is_covered and exists (
  select from order_outcome told
  where told.order_id = judged.order_id and told.period < $1 and told.outcome = 'excluded'));
