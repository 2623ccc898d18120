-- The refunds among them that may be in scope (R-E12). $1 month text, $2 period_end timestamptz. No result.
insert into open_refund
select i.order_id, r.original_order_no
from open_order i
join sales_order r on r.order_id = i.order_id
where r.order_type = 'refund'
  and (i.excluded_in is null or i.excluded_in >= $1)
  and (r.settleable_at < $2 or (r.settleable_at is null and r.ordered_at < $2));
