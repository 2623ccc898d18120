-- Keeps every order in scope that is not settled, with all its reasons. $1 month text.
-- Row count: what changed.
insert into order_outcome (period, order_id, settlee_no, outcome, reasons, cash_consumption)
select $1, order_id, settlee_no, outcome, reasons, cash_consumption
from item i
where outcome in ('carried', 'excluded')
  and not exists (select from order_outcome o where o.period = $1 and o.order_id = i.order_id);
