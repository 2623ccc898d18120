-- The usage lines just written, with what tells them apart, for the orders behind them. Apart from draft_line:
-- looking each order up among the lines of a statement of thousands would take hours. No parameters, no result.
insert into usage_line
select k.settlee_no, k.output_tax_rate, k.service_fee_rate, d.product_no, d.partner_no, d.usage_month,
  d.rule, d.ratio, coalesce(d.source_statement_id, 0), coalesce(d.source_line_no, 0), d.statement_id,
  d.line_no
from draft_line d
join new_statement k on k.statement_id = d.statement_id
where k.is_changed and d.order_id is null and d.kind in ('usage', 'adjustment');
