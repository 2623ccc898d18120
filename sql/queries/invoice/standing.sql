-- The invoices of a statement that were neither refused nor returned. $1 statement_no text.
-- Returns one row each, ordered by number.
select i.invoice_no, i.medium, i.issued_on, i.net_amount, i.tax_amount, i.amount,
  trim_scale(i.service_fee_rate) as service_fee_rate, i.file_facts, i.state, i.submission_no
from invoice i
where i.statement_no = $1 and i.state in ('submitted', 'accepted')
order by i.invoice_no;
