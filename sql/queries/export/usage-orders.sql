-- The orders behind the usage lines of a statement and what each added to its line's base (R-A7).
-- $1 statement_id bigint. Returns one row an order, ordered by line and order number.
select i.line_no, o.order_no, o.charge_mode, o.product_no, pr.name as product_name, o.customer_no,
  o.customer_name, o.partner_no, o.deal_amount, o.settleable_at, i.share_base
from usage_item i
join sales_order o on o.order_id = i.order_id
join product pr on pr.product_no = o.product_no
where i.statement_id = $1
order by i.line_no, o.order_no;
