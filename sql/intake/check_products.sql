-- Changes of a product that stored orders no longer fit (R-IN4); a change to general is always allowed.
-- Orders that are staged too are judged as orders. No parameters, no result.
with changed as (
  select s.row_no, s.product_no, s.sourcing, s.share_model, p.share_model <> s.share_model as new_model,
    s.sourcing <> 'general' and p.sourcing <> s.sourcing as new_sourcing
  from stage_product s
  join product p on p.product_no = s.product_no
  where not s.invalid
    and ((p.sourcing <> s.sourcing and s.sourcing <> 'general')
      or (p.share_model <> s.share_model and s.share_model = 'floor_discount'))
)
insert into stage_reject (kind, row_no, column_name, value, code, details)
select distinct on (c.row_no) 'products', c.row_no, v.column_name, v.value, 'product_breaks_order',
  jsonb_build_object('order', o.order_no)
from changed c
join sales_order o on o.product_no = c.product_no
cross join lateral (
  select 'sourcing' as column_name, c.sourcing::text as value
  where c.new_sourcing and (o.sales_scenario in ('dealer_alone', 'dealer_joint'))
    <> (c.sourcing in ('selected', 'selected_self_operated'))
  union all
  select 'share_model', c.share_model::text
  where c.new_model and c.share_model = 'floor_discount' and o.sales_scenario = 'provider'
    and o.order_type <> 'refund' and o.floor_amount is null
) v
where not exists (select from stage_order s where s.order_no = o.order_no and not s.invalid)
order by c.row_no, o.order_no;
