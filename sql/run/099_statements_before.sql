-- The drafts there are, as they stand before this run replaces them: for the record (R-W3). $1 month text. No result.
insert into statement_before (statement_id, statement_no, status, amount)
select s.statement_id, s.statement_no, s.status, s.amount
from statement s
join run_settlee r on r.settlee_no = s.settlee_no
where s.run_period = $1 and counts_as_draft(s.status);
