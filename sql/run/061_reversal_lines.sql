-- Where the tax rate of an order changed, what was settled at the old one is taken back (R-A10).
-- No parameters, no result.
insert into new_line
select settlee_no, 'adjustment', true, order_id, order_no, product_no, partner_no, null, rule, 0, 0, 0,
  0, ratio, reversed_rate, service_fee_rate, settleable_ratio, null, reversed_amount,
  -reversed_amount, settleable_at, null, null
from item
where has_line and reversed_rate is not null;
