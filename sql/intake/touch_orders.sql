-- Adds to the touched orders those of changed products; a change of terms touches the sales and usage from its
-- first day on that have no ratio of their own (refunds follow with their originals). No parameters, no result.
insert into touched_order
select o.order_id, true
from sales_order o
join changed_product c on c.product_no = o.product_no
where c.ordered_from is null
  or (o.share_ratio is null and o.order_type <> 'refund' and o.ordered_at >= c.ordered_from)
on conflict (order_id) do update set worth = true;
