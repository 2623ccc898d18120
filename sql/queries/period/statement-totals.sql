-- All statements that runs of a month made and that are not void, and their lines, re-summed. $1 month text.
-- Returns statement_count, statement_amount, line_count, line_amount, brought_forward_count,
-- brought_forward_amount, set_off_count, set_off_amount.
with made as (
  select statement_id, amount from statement where run_period = $1 and status <> 'void'
), lines as (
  select count(*) as line_count, coalesce(sum(l.amount), 0) as line_amount,
    count(*) filter (where l.kind = 'brought_forward') as brought_forward_count,
    coalesce(sum(l.amount) filter (where l.kind = 'brought_forward'), 0) as brought_forward_amount,
    count(*) filter (where l.kind = 'set_off') as set_off_count,
    coalesce(sum(l.amount) filter (where l.kind = 'set_off'), 0) as set_off_amount
  from line l
  join made m on m.statement_id = l.statement_id
)
select (select count(*) from made) as statement_count,
  (select coalesce(sum(amount), 0) from made) as statement_amount, lines.*
from lines;
