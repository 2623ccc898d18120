-- Keeps every order in scope that is not settled, with all its reasons. $1 month text. No result.
insert into order_outcome (period, order_id, settlee_no, outcome, reasons, cash_consumption)
select $1, order_id, settlee_no, outcome, reasons, cash_consumption
from item
where outcome in ('carried', 'excluded');
