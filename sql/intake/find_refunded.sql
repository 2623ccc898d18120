-- Originals whose refunds must be checked with them. No parameters, no result.
insert into refunded_original (order_no)
select s.original_order_no
from stage_order s
where s.order_type = 'refund' and not s.invalid
union
select s.order_no
from stage_order s
join sales_order r on r.original_order_no = s.order_no
where s.order_type <> 'refund' and not s.invalid;
