-- How often the bank's word moved a statement. $1 statement_no text. Returns count.
select count(*)::integer as count
from transition
where statement_no = $1 and event in ('confirm_payment', 'bounce_payment');
