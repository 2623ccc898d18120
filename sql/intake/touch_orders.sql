-- Adds to the touched orders those of changed products; a change of terms touches the orders that
-- have no ratio of their own. No parameters, no result.
insert into touched_order
select o.order_id, true
from sales_order o
join changed_product c on c.product_no = o.product_no
where not c.terms_only or o.share_ratio is null
on conflict (order_id) do update set worth = true;
