-- What this run changes: drafts new, changed in amount, gone (R-R3). $1 month text.
-- Returns statement_no, before, after (null: none), is_changed, ordered by number.
select coalesce(n.statement_no, s.statement_no) as statement_no, s.amount as before, n.amount as after,
  coalesce(n.is_changed, true) as is_changed
from new_statement n
full join (
  select s.statement_id, s.statement_no, s.amount
  from statement s
  join run_settlee r on r.settlee_no = s.settlee_no
  where s.run_period = $1 and counts_as_draft(s.status)
) s on s.statement_id = n.statement_id
order by 1;
