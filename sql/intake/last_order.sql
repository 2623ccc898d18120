-- The last number given to an order; 0 where there is none. No parameters. Returns last_order.
select coalesce(max(order_id), 0) as last_order from sales_order;
