-- The originals of refunds that may be in scope, rated as they stand now (R-A9): rule, ratio and t of the
-- original, s of its first line, or of its settlee today where it has none outside this run's own drafts.
-- $1 month text, $2 period_end timestamptz. No result.
insert into refund_original
select o.order_no, o.order_id, o.settlee_no, o.rule, o.ratio, f.factor, o.output_tax_rate,
  s.service_fee_rate, c.settleable_ratio, c.settleable_ratio = o.settleable_ratio, o.deal_amount,
  o.floor_amount,
  entitlement(o.rule,
    sale_share_base(o.rule, o.cash_consumption, f.factor, o.deal_amount, o.floor_amount),
    o.ratio, o.output_tax_rate, s.service_fee_rate, c.settleable_ratio),
  o.standing
from (
  select distinct original_order_no
  from open_order
  where is_in_time and order_type = 'refund'
) wanted
join order_standing o on o.order_no = wanted.original_order_no
left join lateral (
  select first_line.service_fee_rate
  from (
    select l.run_id, l.reversal, l.service_fee_rate
    from locked_line l
    where l.order_id = o.order_id
    union all
    -- Each half of what may stand on drafts by the index that holds it.
    select d.run_id, d.reversal, d.service_fee_rate
    from draft_line d
    join statement st on st.statement_id = d.statement_id
    where d.order_id = o.order_id and not d.reversal and st.run_period <> $1
    union all
    select d.run_id, d.reversal, d.service_fee_rate
    from draft_line d
    join statement st on st.statement_id = d.statement_id
    where d.order_id = o.order_id and d.reversal and st.run_period <> $1
  ) first_line
  order by first_line.run_id, first_line.reversal desc
  limit 1
) first on true
left join lateral (
  select l.settleable_ratio, case when l.share_base = l.cash_consumption then 1.0 else 0.5 end as factor
  from locked_line l
  where l.order_id = o.order_id
  order by l.run_id desc, l.reversal
  limit 1
) newest on true
left join run_settlee r on r.settlee_no = o.settlee_no
cross join lateral (
  select coalesce(first.service_fee_rate, r.service_fee_rate) as service_fee_rate
) s
cross join lateral (select coalesce(o.factor, newest.factor) as factor) f
cross join lateral (
  select case when newest.settleable_ratio is not null and o.settleable_ratio_at >= $2
    then newest.settleable_ratio else o.settleable_ratio end as settleable_ratio
) c;
