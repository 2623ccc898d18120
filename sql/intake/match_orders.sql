-- Pairs staged orders with stored ones, once for all that follows. No parameters, no result.
insert into matched_order
select s.row_no, o.order_id
from stage_order s
join sales_order o on o.order_no = s.order_no
where not s.invalid;
