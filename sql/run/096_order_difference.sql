-- Orders that this run would settle anew, move to another statement, or drop from the drafts (R-R3).
-- $1 month text. Returns change (newly_settled, moved, dropped), order_no; ordered.
with was as (
  select x.order_id, s.statement_no
  from (
    select statement_id, order_id from draft_line where order_id is not null and not reversal
    union all
    select statement_id, order_id from draft_usage_item
  ) x
  join statement s on s.statement_id = x.statement_id
  join run_settlee r on r.settlee_no = s.settlee_no
  where s.run_period = $1
), now as (
  select i.order_id, n.statement_no
  from item i
  join new_statement n on n.settlee_no = i.settlee_no and n.output_tax_rate = i.output_tax_rate
    and n.service_fee_rate = i.service_fee_rate
  where i.has_line
)
select case
    when was.order_id is null then 'newly_settled'
    when now.order_id is null then 'dropped'
    else 'moved'
  end as change, o.order_no
from was
full join now on now.order_id = was.order_id
join sales_order o on o.order_id = coalesce(was.order_id, now.order_id)
where was.statement_no is distinct from now.statement_no
order by 1, 2;
