-- Product changes of find_product_changes.sql that stored orders no longer fit (R-IN4). Orders that are
-- staged too are judged as orders. Reads all stored orders, so only where there are such changes.
-- No parameters, no result.
insert into stage_reject (kind, row_no, column_name, value, code, details)
select distinct on (c.row_no) 'products', c.row_no, v.column_name, v.value, 'product_breaks_order',
  jsonb_build_object('order', o.order_no)
from product_change c
join sales_order o on o.product_no = c.product_no
cross join lateral (
  select 'sourcing' as column_name, c.sourcing::text as value
  where c.new_sourcing and (o.sales_scenario in ('dealer_alone', 'dealer_joint'))
    <> (c.sourcing in ('selected', 'selected_self_operated'))
  union all
  select 'share_model', c.share_model::text
  where c.new_model and o.sales_scenario = 'provider'
    and o.order_type <> 'refund' and o.floor_amount is null
) v
where not exists (select from stage_order s where s.order_no = o.order_no and not s.invalid)
order by c.row_no, o.order_no;
