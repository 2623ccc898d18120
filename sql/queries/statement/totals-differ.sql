-- What lines do not tell alone. Statements whose totals are not the sum of their lines, or whose set-offs do not
-- cancel with those of the settlee's other statements of the period and s (R-S3, R-S4); usage lines, and changes
-- of them, whose base is not the sum of their orders' (R-A7); refunds that were settled at 0 though their original
-- was never below its floor (R-A6). $1 label text or null, $2 statement_no text or null.
-- Returns statement_no, amount, line_amount: of the statement or line, and what it should be.
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
union all
select c.statement_no, l.amount, entitlement(l.rule, coalesce(sum(u.share_base), 0), l.ratio, l.output_tax_rate,
  l.service_fee_rate, l.settleable_ratio)
from chosen c
join line l on l.statement_id = c.statement_id and l.order_id is null and l.rule is not null
left join usage_item u on u.statement_id = l.statement_id and u.line_no = l.line_no
group by c.statement_no, l.line_no, l.amount, l.share_base, l.rule, l.ratio, l.output_tax_rate,
  l.service_fee_rate, l.settleable_ratio
having l.share_base is distinct from sum(u.share_base)
union all
select c.statement_no, l.amount, entitlement(l.rule, l.deal_amount - l.floor_amount, l.ratio, l.output_tax_rate,
  l.service_fee_rate, l.settleable_ratio) - l.earlier_amount
from chosen c
join line l on l.statement_id = c.statement_id
  and l.rule in ('R-A2', 'R-A3', 'R-A4') and l.share_base = 0 and l.deal_amount < l.floor_amount
  and l.deal_amount < 0 and not l.reversal and l.completes_amount is null
join sales_order r on r.order_id = l.order_id
join sales_order o on o.order_no = r.original_order_no
-- Neither a line of the original says so, nor one that could have been corrected to 0 without a line, nor the
-- facts: a correction may wait where the refund does not.
where (o.deal_amount < o.floor_amount) is not true
  and not exists (select from line x where x.order_id = o.order_id and not x.reversal
    and (x.deal_amount < x.floor_amount or x.earlier_amount + x.amount = 0))
order by 1, 2, 3;
