-- The orders a month left unsettled, counted from their own rows, to hold the stored reconciliation against.
-- $1 month text. Returns outcome, orders, cash.
select outcome, count(*) as orders, coalesce(sum(cash_consumption), 0) as cash
from order_outcome
where period = $1
group by outcome;
