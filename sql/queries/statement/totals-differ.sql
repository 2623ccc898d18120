-- Statements whose totals are not the sum of their lines, or whose set-offs do not cancel with those of the
-- settlee's other statements of the period and s (R-S3, R-S4). $1 label text or null, $2 statement_no text or
-- null. Returns statement_no, amount, line_amount.
with chosen as (
  select statement_id, statement_no, line_count, amount, net_amount, service_fee_rate, period, settlee_no
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
union all
select min(c.statement_no), 0, sum(l.amount)
from (select distinct period, settlee_no, service_fee_rate, statement_no from chosen) c
join statement s on s.period = c.period and s.settlee_no = c.settlee_no
  and s.service_fee_rate = c.service_fee_rate
join line l on l.statement_id = s.statement_id and l.kind = 'set_off'
group by c.period, c.settlee_no, c.service_fee_rate
having sum(l.amount) <> 0
order by 1;
