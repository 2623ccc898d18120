-- Keeps the version of a statement that was sent, as a record (R-R1). $1 statement_id bigint, $2 at timestamptz,
-- $3 actor text, $4 reason text. No result.
insert into recalled_statement (statement_no, version, line_count, amount, net_amount, tax_amount, status, sent_at,
  sent_by, recalled_at, recalled_by, reason)
select statement_no, version, line_count, amount, net_amount, tax_amount, coalesce(resumes_as, status), sent_at,
  sent_by, $2, $3, $4
from statement
where statement_id = $1;
