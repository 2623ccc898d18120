-- The reconciliation of a month: orders in scope by outcome and by the reason they are counted under.
-- $1 month text. Returns outcome, reason (bit; 0: settled), orders, cash.
select outcome, reason, sum(order_count) as orders, sum(cash_consumption) as cash
from period_scope
where period = $1
group by outcome, reason
order by outcome, reason;
