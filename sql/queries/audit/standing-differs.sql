-- Statements that are not what their last entry says (R-W3). No parameters. Returns statement_no, status, recorded.
select coalesce(s.statement_no, t.statement_no) as statement_no, s.status, t.to_status as recorded
from statement s
full join (
  select distinct on (statement_no) statement_no, to_status from transition order by statement_no, entry_no desc
) t on t.statement_no = s.statement_no
where s.status is distinct from t.to_status
order by 1;
