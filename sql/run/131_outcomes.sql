-- Keeps every order in scope that is not settled, with all its reasons; those that 130 left stand as they are.
-- $1 month text. Row count: what changed.
insert into order_outcome (period, order_id, settlee_no, outcome, reasons, cash_consumption)
select $1, order_id, settlee_no, outcome, reasons, cash_consumption
from item
where outcome in ('carried', 'excluded')
on conflict do nothing;
