-- Drafts to approve: those with a label, or those named. $1 label text or null, $2 statement_nos text[] or
-- null. Returns statement_no, settlee_no, status (null: there is no such statement); ordered by number.
select coalesce(s.statement_no, n.statement_no) as statement_no, s.settlee_no, s.status, s.run_period
from (
  select statement_no from statement where period = $1 and status = 'draft'
  union
  select unnest($2::text[])
) n
left join statement s on s.statement_no = n.statement_no
order by 1;
