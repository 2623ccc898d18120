-- Where the tax rate of an order changed, what stands settled at others is taken back, under the rule and ratio
-- it was settled by (R-A10). No parameters, no result.
insert into new_line
select i.settlee_no, 'adjustment', true, i.order_id, i.order_no, i.product_no, i.partner_no, null,
  e.rule, 0, 0, 0, 0, e.ratio, r.output_tax_rate, i.service_fee_rate, e.settleable_ratio, null,
  r.amount, -r.amount, i.settleable_at, null, null
from item i
join earlier e on e.order_id = i.order_id
join earlier_at_rate r on r.order_id = i.order_id and r.output_tax_rate <> i.output_tax_rate
  and r.amount <> 0
where i.has_line and i.has_reversal;
