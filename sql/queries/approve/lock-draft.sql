-- Holds a draft until the transaction ends. $1 statement_no text. Returns statement_id, amount.
select statement_id, amount
from statement
where statement_no = $1 and status = 'draft'
for update;
