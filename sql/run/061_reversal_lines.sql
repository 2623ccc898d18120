-- Where the tax rate of an order changed, what was settled at the old one is taken back, under the rule and
-- ratio it was settled by (R-A10). No parameters, no result.
insert into new_line
select i.settlee_no, 'adjustment', true, i.order_id, i.order_no, i.product_no, i.partner_no, null,
  e.rule, 0, 0, 0, 0, e.ratio, i.reversed_rate, i.service_fee_rate, e.settleable_ratio, null,
  i.reversed_amount, -i.reversed_amount, i.settleable_at, null, null
from item i
join earlier e on e.order_id = i.order_id
where i.has_line and i.reversed_rate is not null;
