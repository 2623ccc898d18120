-- What the departments said in the present round. $1 statement_no text, $2 version integer, $3 sign_round integer.
-- Returns department, signer, decision (null: not asked yet), in order of department.
select department, signer, decision
from signature
where statement_no = $1 and version = $2 and sign_round = $3
order by department collate "C";
