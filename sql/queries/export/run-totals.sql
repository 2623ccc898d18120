-- All gathered statements that runs of a month made, by label, with their lines re-summed (R-R5): the
-- quarter's stand beside the month's. $1 month text. Returns period, statement_count, statement_amount,
-- line_count, line_amount, own_count, own_amount, brought_forward_count, brought_forward_amount,
-- set_off_count, set_off_amount; ordered by label.
select s.period, count(*) as statement_count, sum(s.amount) as statement_amount,
  sum(g.line_count) as line_count, sum(g.line_amount) as line_amount,
  sum(g.own_count) as own_count, sum(g.own_amount) as own_amount,
  sum(g.brought_forward_count) as brought_forward_count,
  sum(g.brought_forward_amount) as brought_forward_amount,
  sum(g.set_off_count) as set_off_count, sum(g.set_off_amount) as set_off_amount
from export_statement g
join statement s on s.statement_id = g.statement_id
where s.run_period = $1
group by s.period
order by s.period;
