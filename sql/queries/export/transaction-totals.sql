-- The gathered transactions by status. No parameters. Returns status, order_count, deal_amount, amount.
select t.status, count(*) as order_count, sum(o.deal_amount) as deal_amount,
  coalesce(sum(t.amount), 0) as amount
from export_transaction t
join sales_order o on o.order_id = t.order_id
group by t.status
order by t.status;
