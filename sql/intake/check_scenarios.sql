-- Orders fit their product as it will be: scenario and floor amount (R-IN4). No parameters, no result.
-- Where a product became general, what was sold by a dealer before stays importable, with its refunds.
insert into stage_reject (kind, row_no, column_name, value, code, details)
select 'orders', s.row_no,
  case when j.scenario_fits then 'floor_amount' else 'sales_scenario' end,
  case when j.scenario_fits then null else s.sales_scenario::text end,
  case when j.scenario_fits then 'floor_needed' else 'scenario_not_for_product' end,
  jsonb_build_object('product', s.product_no, 'sourcing', p.sourcing)
from stage_order s
join known_product p on p.product_no = s.product_no
cross join lateral (
  select (s.sales_scenario in ('dealer_alone', 'dealer_joint'))
    = (p.sourcing in ('selected', 'selected_self_operated')) as scenario_fits
) j
where not s.invalid and not p.in_doubt
  and (
    (not j.scenario_fits and not (p.sourcing = 'general' and exists (
      select from sales_order o
      where o.order_no in (s.order_no, s.original_order_no)
        and o.product_no = s.product_no and o.sales_scenario = s.sales_scenario)))
    or (p.share_model = 'floor_discount' and s.sales_scenario = 'provider'
      and s.floor_amount is null and s.order_type <> 'refund')
  );
