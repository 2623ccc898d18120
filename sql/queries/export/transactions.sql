-- The gathered transactions with the words around them. No parameters. Returns one row an order, ordered by
-- order number.
select o.order_no, o.original_order_no, o.order_type, o.charge_mode, o.product_no, pr.name as product_name,
  o.customer_no, o.customer_name, o.partner_no, p.name as partner_name, o.sales_scenario, o.ordered_at,
  o.paid_at, o.repayment_status, o.repaid_at, o.supervision_status, o.supervised_at, o.settleable_at,
  o.deal_amount, t.amount, t.status, t.reasons, t.is_later, t.period, s.statement_no, t.line_no,
  s.status as statement_status, t.statement_count
from export_transaction t
join sales_order o on o.order_id = t.order_id
join product pr on pr.product_no = o.product_no
left join partner p on p.partner_no = o.partner_no
left join statement s on s.statement_id = t.statement_id
order by o.order_no;
