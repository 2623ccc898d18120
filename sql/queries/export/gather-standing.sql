-- Where each chosen order stands, as `explain` says it: told by a run after its newest line, else on that
-- line, else told, else (status open, for judge-today.sql) by no run yet. $1 label text or null: only lines
-- of its statements count, and orders that neither they nor the run of $2 month text or null told are left
-- out. No result.
insert into export_transaction
with on_line as (
  select l.order_id, l.statement_id, l.line_no, l.run_id, l.reversal, l.amount
  from export_order x join locked_line l on l.order_id = x.order_id
  union all
  -- The two indexes of drafts are partial: each half says which one it may use.
  select l.order_id, l.statement_id, l.line_no, l.run_id, l.reversal, l.amount
  from export_order x join draft_line l on l.order_id = x.order_id and not l.reversal
  union all
  select l.order_id, l.statement_id, l.line_no, l.run_id, l.reversal, l.amount
  from export_order x join draft_line l on l.order_id = x.order_id and l.reversal
  union all
  select u.order_id, l.statement_id, l.line_no, l.run_id, l.reversal, null
  from export_order x
  join locked_usage_item u on u.order_id = x.order_id
  join locked_line l on l.statement_id = u.statement_id and l.line_no = u.line_no
  union all
  select u.order_id, l.statement_id, l.line_no, l.run_id, l.reversal, null
  from export_order x
  join draft_usage_item u on u.order_id = x.order_id
  join draft_line l on l.statement_id = u.statement_id and l.line_no = u.line_no
), newest as (
  select order_id, sum(amount) as amount, count(distinct statement_id) as statement_count,
    max(array[run_id, (not reversal)::integer, statement_id, line_no]) as place
  from on_line l
  where $1::text is null or exists (
    select from statement s where s.statement_id = l.statement_id and s.period = $1
  )
  group by order_id
), told as (
  select distinct on (c.order_id) c.order_id, c.period, c.outcome, c.reasons
  from export_order x
  join order_outcome c on c.order_id = x.order_id
  where $1 is null or c.period = $2::text
  order by c.order_id, c.period desc
)
select x.order_id,
  case when told.period > coalesce(s.run_period, '') then told.outcome::text
    when s.statement_id is not null then 'settled' else 'open' end,
  case when told.period > coalesce(s.run_period, '') then told.reasons else 0 end,
  false,
  case when told.period > coalesce(s.run_period, '') then told.period else s.period end,
  newest.amount, s.statement_id, newest.place[4], coalesce(newest.statement_count, 0)
from export_order x
left join newest on newest.order_id = x.order_id
left join statement s on s.statement_id = newest.place[3]
left join told on told.order_id = x.order_id
where $1 is null or newest.order_id is not null or told.order_id is not null;
