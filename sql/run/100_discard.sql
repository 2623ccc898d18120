-- Takes away the lines of changed drafts, and the drafts that are gone. $1 month text. No result.
with replaced as (
  select s.statement_id, n.statement_no is null as is_gone
  from statement s
  join run_settlee r on r.settlee_no = s.settlee_no
  left join new_statement n on n.statement_id = s.statement_id
  where s.run_period = $1 and s.status = 'draft' and (n.statement_no is null or n.is_changed)
), items as (
  delete from draft_usage_item u using replaced x where u.statement_id = x.statement_id
), lines as (
  delete from draft_line l using replaced x where l.statement_id = x.statement_id
)
delete from statement s using replaced x where s.statement_id = x.statement_id and x.is_gone;
