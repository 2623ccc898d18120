-- Lines of orders and refunds: the entitlement to date less what earlier lines settled at this tax rate.
-- A first line stands even at 0.00; a further one of 0.00 is none (R-A8, R-A10). No parameters, no result.
insert into new_line
select settlee_no,
  case
    when is_correction then 'adjustment'::line_kind
    when order_type = 'refund' then 'refund'
    else 'order'
  end,
  false, order_id, order_no, product_no, partner_no, null, rule, deal_amount, floor_amount,
  cash_consumption, share_base, ratio, output_tax_rate, service_fee_rate, settleable_ratio,
  completes_amount, earlier_amount, entitlement - earlier_amount, settleable_at, null, null
from item
where has_line and order_type <> 'usage'
  and (reversed_rate is null or entitlement <> earlier_amount);
