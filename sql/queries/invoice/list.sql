-- Invoices, those that were refused and returned too. $1 label text or null, $2 statement_no text or null,
-- $3 settlee_no text or null. Returns one row each, ordered by statement, submission and number.
select i.statement_no, s.settlee_no, s.period, i.submission_no, i.invoice_no, i.medium, i.issued_on, i.net_amount,
  i.tax_amount, i.amount, trim_scale(i.service_fee_rate) as service_fee_rate, i.tracking_no, i.state, i.submitted_by,
  i.submitted_at, i.decided_by, i.decided_at, i.reason, encode(i.file_sha256, 'hex') as file_sha256,
  (i.file_facts ->> 'hasSignature')::boolean as has_signature
from invoice i
join statement s on s.statement_no = i.statement_no
where ($1::text is null or s.period = $1) and ($2::text is null or s.statement_no = $2)
  and ($3::text is null or s.settlee_no = $3)
order by i.statement_no, i.submission_no, i.invoice_no;
