-- Usage that a locked line settled and whose base has changed since (R-A7): rule, ratio, t and s stay those
-- of its line. A product that became general changed its route, not its base (R-A10).
-- $1 month text, $2 period_end timestamptz. No result.
with settled as (
  select u.order_id, sum(u.share_base) as share_base, bool_or(s.run_period = $1) as is_covered,
    min(u.first_statement_id) as first_statement_id, min(u.first_line_no) as first_line_no
  from open_order i
  join locked_usage_item u on u.order_id = i.order_id
  join statement s on s.statement_id = u.statement_id
  where i.settled_before
  group by u.order_id
), judged as (
  select o.*, f.settlee_no as first_settlee_no, l.rule as line_rule, l.partner_no as line_partner_no,
    l.product_no as line_product_no, l.ratio as line_ratio,
    l.usage_month, l.output_tax_rate as line_output_tax_rate,
    l.service_fee_rate as line_service_fee_rate, s.first_statement_id, s.first_line_no,
    s.is_covered, b.share_base - s.share_base as difference,
    o.waiting | o.standing | r.hold as reasons
  from settled s
  join order_standing o on o.order_id = s.order_id
  join statement f on f.statement_id = s.first_statement_id
  join locked_line l on l.statement_id = s.first_statement_id and l.line_no = s.first_line_no
  join run_settlee r on r.settlee_no = f.settlee_no
  left join held_elsewhere held on held.order_id = s.order_id
  cross join lateral (
    select sale_share_base(l.rule, o.cash_consumption,
      coalesce(o.factor, case when l.share_base = l.cash_consumption then 1.0 else 0.5 end),
      o.deal_amount, o.floor_amount) as share_base
  ) b
  where held.order_id is null
    and (o.settleable_at < $2 or (o.settleable_at is null and o.ordered_at < $2))
), taken as (
  insert into item
  select order_id, order_no, order_type, first_settlee_no, partner_no, product_no, line_rule,
    deal_amount, floor_amount, cash_consumption, difference, line_ratio, line_output_tax_rate,
    line_service_fee_rate, 1, null, null, 0, settleable_at, reasons,
    case
      when is_covered then 'settled'::order_outcome_kind
      when difference = 0 then null
      when reasons = 0 then 'settled'
      when reasons & 992 <> 0 then 'excluded'
      else 'carried'
    end,
    difference <> 0 and reasons = 0, true, false, difference = 0
  from judged j
  where not (reasons & 992 <> 0 and not is_covered and exists (
    select from order_outcome told
    where told.order_id = j.order_id and told.period < $1 and told.outcome = 'excluded'))
)
insert into new_usage_item
select order_id, first_settlee_no, line_partner_no, line_product_no, usage_month, line_rule, line_ratio,
  line_output_tax_rate, line_service_fee_rate, null, null, null, difference, settleable_at,
  first_statement_id, first_line_no
from judged
where difference <> 0 and reasons = 0;
