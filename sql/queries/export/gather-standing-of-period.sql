-- Where orders stood in one period: on its statements, else as the month's last run told them. The amounts
-- are those of these statements only. $1 label text or null, $2 run_period text or null: whose statements,
-- one of them is given, and with $2 orders that the run had not in scope are left out (R-E12); $3 month
-- whose told orders belong to it text or null. No result.
insert into export_transaction
with on_line as (
  select l.order_id, l.statement_id, l.line_no, l.run_id, l.reversal, l.amount
  from statement s
  join line l on l.statement_id = s.statement_id
  where ($1::text is null or s.period = $1) and ($2::text is null or s.run_period = $2)
    and l.order_id is not null
  union all
  select u.order_id, l.statement_id, l.line_no, l.run_id, l.reversal, null
  from statement s
  join usage_item u on u.statement_id = s.statement_id
  join line l on l.statement_id = u.statement_id and l.line_no = u.line_no
  where ($1::text is null or s.period = $1) and ($2::text is null or s.run_period = $2)
), newest as (
  select order_id, sum(amount) as amount, count(distinct statement_id) as statement_count,
    max(array[run_id, (not reversal)::integer, statement_id, line_no]) as place
  from on_line
  group by order_id
)
select n.order_id, 'settled', 0, false, s.period, n.amount, s.statement_id, n.place[4], n.statement_count
from newest n
join statement s on s.statement_id = n.place[3]
where $2::text is null
  or not exists (select from order_out_of_scope x where x.period = $2 and x.order_id = n.order_id)
union all
select c.order_id, c.outcome::text, c.reasons, false, c.period, null, null, null, 0
from order_outcome c
where c.period = $3::text and not exists (select from newest n where n.order_id = c.order_id);
