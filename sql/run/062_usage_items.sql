-- Usage that settles for the first time, by the month it counted in, Shanghai time (R-A7).
-- No parameters, no result.
insert into new_usage_item
select order_id, settlee_no, partner_no, product_no,
  to_char(settleable_at at time zone 'Asia/Shanghai', 'YYYY-MM'), rule, ratio, output_tax_rate,
  service_fee_rate, deal_amount, floor_amount, cash_consumption, share_base, settleable_at, null, null
from item
where has_line and order_type = 'usage' and not is_correction;
