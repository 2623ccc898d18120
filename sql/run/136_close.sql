-- Closes what was opened for a change that changed no amount: locked statements stand as they are.
-- No parameters, no result.
delete from open_item o
using item i
where i.closes and i.order_id = o.order_id and o.settled_before;
