-- Every order in scope of a month's last run: settled ones by the newest line of the month's statements,
-- the others as the run left them. $1 month text. Returns order_no, outcome, reasons (bits),
-- statement_no; ordered by order number.
with on_line as (
  select l.order_id, s.statement_no, l.run_id, l.reversal
  from statement s
  join line l on l.statement_id = s.statement_id
  where s.run_period = $1 and l.order_id is not null
  union all
  select u.order_id, s.statement_no, l.run_id, false
  from statement s
  join usage_item u on u.statement_id = s.statement_id
  join line l on l.statement_id = u.statement_id and l.line_no = u.line_no
  where s.run_period = $1
), newest as (
  select distinct on (order_id) order_id, statement_no
  from on_line
  order by order_id, run_id desc, reversal
)
select o.order_no, x.outcome, x.reasons, x.statement_no
from (
  select order_id, 'settled' as outcome, 0 as reasons, statement_no from newest n
  where not exists (select from order_out_of_scope x where x.period = $1 and x.order_id = n.order_id)
    and not exists (select from order_outcome c
      where c.period = $1 and c.order_id = n.order_id and c.reasons = 32768)
  union all
  select order_id, outcome::text, reasons, null
  from order_outcome c
  where c.period = $1
    -- A parked order may be on a draft, which stays as it was (R-E14).
    and (c.reasons = 32768 or not exists (select from newest n where n.order_id = c.order_id))
) x
join sales_order o on o.order_id = x.order_id
order by o.order_no;
