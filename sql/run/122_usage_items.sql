-- Writes which orders stand behind the usage lines of new and changed drafts. No parameters, no result.
insert into draft_usage_item (statement_id, line_no, order_id, share_base, first_statement_id,
  first_line_no)
select l.statement_id, l.line_no, u.order_id, u.share_base, u.first_statement_id, u.first_line_no
from new_usage_item u
join usage_line l on l.settlee_no = u.settlee_no and l.output_tax_rate = u.output_tax_rate
  and l.service_fee_rate = u.service_fee_rate and l.product_no = u.product_no
  and l.partner_no = u.partner_no and l.usage_month = u.usage_month and l.rule = u.rule
  and l.ratio = u.ratio and l.first_statement_id = coalesce(u.first_statement_id, 0)
  and l.first_line_no = coalesce(u.first_line_no, 0);
