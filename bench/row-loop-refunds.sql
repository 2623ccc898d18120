-- The refunds, which the loop keeps by their original. No parameters.
select order_id, order_no, original_order_no, refund_kind, product_no, partner_no, deal_amount, floor_amount,
  cash_amount, stored_value_amount, performance_coupon_amount, plain_coupon_amount, voucher_amount, ordered_at,
  paid_at
from sales_order
where order_type = 'refund';
