-- Writes which orders stand behind the usage lines of new and changed drafts. No parameters, no result.
insert into draft_usage_item (statement_id, line_no, order_id, share_base, first_statement_id,
  first_line_no)
select k.statement_id, d.line_no, u.order_id, u.share_base, u.first_statement_id, u.first_line_no
from new_usage_item u
join new_statement k using (settlee_no, output_tax_rate, service_fee_rate)
join draft_line d on d.statement_id = k.statement_id
  and d.kind = case when u.first_line_no is null then 'usage'::line_kind else 'adjustment' end
  and d.order_id is null
  and (d.product_no, d.partner_no, d.usage_month, d.rule, d.ratio)
    = (u.product_no, u.partner_no, u.usage_month, u.rule, u.ratio)
  and (d.source_statement_id, d.source_line_no)
    is not distinct from (u.first_statement_id, u.first_line_no)
where k.is_changed;
