-- Statements whose totals are not the sum of their lines, or whose set-offs do not cancel (R-S3, R-S4).
-- $1 label text or null, $2 statement_no text or null. Returns statement_no, amount, line_amount.
with chosen as (
  select statement_id, statement_no, line_count, amount, net_amount, service_fee_rate
  from statement
  where (period = $1 or run_period = $1) or statement_no = $2
)
select c.statement_no, c.amount, coalesce(t.amount, 0) as line_amount
from chosen c
left join lateral (
  select count(*) as line_count, sum(l.amount) as amount
  from line l
  where l.statement_id = c.statement_id
) t on true
where (c.line_count, c.amount) is distinct from (t.line_count, coalesce(t.amount, 0))
  or c.net_amount <> divide_to_cent(c.amount, 1 + c.service_fee_rate)
order by 1;
