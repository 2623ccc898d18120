-- Takes away the lines of changed drafts, and the drafts that are gone; of those that were sent once the number is
-- void for ever (R-R1). No parameters, no result.
with replaced as (
  select b.statement_id, b.status, n.statement_no is null as is_gone
  from statement_before b
  left join new_statement n on n.statement_id = b.statement_id
  where n.statement_no is null or n.is_changed
), items as (
  delete from draft_usage_item u using replaced x where u.statement_id = x.statement_id
), lines as (
  delete from draft_line l using replaced x where l.statement_id = x.statement_id
), voided as (
  update statement s set status = 'void', line_count = 0, amount = 0, net_amount = 0, tax_amount = 0
  from replaced x
  where s.statement_id = x.statement_id and x.is_gone and exists (
    select from recalled_statement r where r.statement_no = s.statement_no)
)
delete from statement s using replaced x
where s.statement_id = x.statement_id and x.is_gone and not exists (
  select from recalled_statement r where r.statement_no = s.statement_no);
