-- What a loop over orders would read: every settleable order with its product, partner, terms and, for a
-- refund, its original's amounts. $1 period_end timestamptz, $2 ends_quarter boolean.
select o.order_id, o.order_no, o.order_type, o.original_order_no, o.product_no, o.partner_no,
  o.deal_amount, o.floor_amount, o.cash_amount, o.stored_value_amount, o.performance_coupon_amount,
  o.settleable_ratio, o.settleable_at, t.sourcing, t.category, t.output_tax_rate, t.settlee_no, t.rule,
  t.ratio, q.deal_amount as original_deal_amount, q.floor_amount as original_floor_amount,
  to_char(o.settleable_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month,
  p.taxpayer_type, p.service_fee_rate
from sales_order o
left join sales_order q on q.order_no = o.original_order_no
join order_standing t on t.order_no = coalesce(o.original_order_no, o.order_no)
join partner p on p.partner_no = t.settlee_no
where o.settleable_at < $1 and t.standing = 0
  and p.business_info = 'certified' and (p.settlement_cycle = 'monthly' or $2::boolean);
