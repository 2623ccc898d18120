-- A changed base that changes no amount makes no line, and leaves its orders as they were settled (R-A10).
-- $1 month text. No result.
with idle as (
  delete from new_line
  where kind = 'adjustment' and order_id is null and amount = 0
  returning settlee_no, product_no, partner_no, usage_month, rule, ratio, output_tax_rate,
    service_fee_rate, source_statement_no, source_line_no
), orders as (
  delete from new_usage_item u
  using idle n
  join statement s on s.statement_no = n.source_statement_no
  where u.first_statement_id = s.statement_id and u.first_line_no = n.source_line_no
    and (u.settlee_no, u.partner_no, u.product_no, u.usage_month, u.rule, u.ratio, u.output_tax_rate, u.service_fee_rate)
      = (n.settlee_no, n.partner_no, n.product_no, n.usage_month, n.rule, n.ratio, n.output_tax_rate, n.service_fee_rate)
  returning u.order_id
)
update item i set has_line = false,
  outcome = case when exists (
    select from locked_usage_item u join statement s on s.statement_id = u.statement_id
    where u.order_id = i.order_id and s.run_period = $1) then i.outcome end
from orders o
where i.order_id = o.order_id;
