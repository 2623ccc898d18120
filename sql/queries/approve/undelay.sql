-- Once something of an order is settled, settleable_ratio_at no longer delays it as a whole (R-A8): it is
-- judged again by sql/intake/settle_refund_families.sql, its refunds with it. $1 statement_id bigint.
insert into refund_family
select distinct o.order_no
from locked_line l
join sales_order o on o.order_id = l.order_id
where l.statement_id = $1 and o.settleable_ratio_at is not null and o.waiting = 0
  and o.order_type <> 'refund';
