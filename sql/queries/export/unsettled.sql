-- Orders that the month's run did not settle, from gather-unsettled.sql. $1 settlee_no text or null (all),
-- $2 outcome order_outcome_kind or null (carried and excluded). Returns one row an order, ordered by
-- settlee, outcome and order number.
select u.settlee_no, settlee.name as settlee_name, u.outcome, o.order_no, o.original_order_no,
  o.order_type, o.charge_mode, o.product_no, pr.name as product_name, o.customer_no, o.customer_name,
  o.partner_no, p.name as partner_name, o.deal_amount, u.cash_consumption, u.reasons, o.ordered_at,
  o.settleable_at
from export_unsettled u
join sales_order o on o.order_id = u.order_id
join product pr on pr.product_no = o.product_no
left join partner p on p.partner_no = o.partner_no
left join partner settlee on settlee.partner_no = u.settlee_no
where ($1::text is null or u.settlee_no = $1) and ($2::order_outcome_kind is null or u.outcome = $2)
order by u.settlee_no, u.outcome, o.order_no;
