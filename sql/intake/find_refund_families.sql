-- Originals that are to be looked at with all their refunds: a refund is new or touched, or the
-- original itself is touched and has refunds (R-E6, R-A9). No parameters, no result.
insert into refund_family
select s.original_order_no
from stage_order s
where s.order_type = 'refund' and not s.invalid
  and not exists (select from matched_order m where m.row_no = s.row_no)
union
select o.original_order_no
from touched_order t
join sales_order o on o.order_id = t.order_id
where o.order_type = 'refund'
union
select o.order_no
from touched_order t
join sales_order o on o.order_id = t.order_id
where o.order_type in ('new', 'renewal')
  and exists (select from sales_order r where r.original_order_no = o.order_no);
