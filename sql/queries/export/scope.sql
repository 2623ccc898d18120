-- The reconciliation of a month's run (R-R5). $1 month text. Returns outcome, reason (a bit; 0: settled),
-- order_count, cash_consumption.
select outcome, reason, sum(order_count) as order_count, sum(cash_consumption) as cash_consumption
from period_scope
where period = $1
group by outcome, reason
order by outcome, reason;
