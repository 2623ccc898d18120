-- Stores the invoices of one submission. $1 statement_no text, $2 submitted_by text, $3 submitted_at timestamptz,
-- $4 invoices jsonb, each with the columns below. Returns submission_no, once.
with next as (
  select coalesce(max(submission_no), 0) + 1 as submission_no from invoice where statement_no = $1
), stored as (
  insert into invoice (statement_no, submission_no, invoice_no, medium, issued_on, net_amount, tax_amount, amount,
    service_fee_rate, tracking_no, file_sha256, file_facts, submitted_by, submitted_at)
  select $1, next.submission_no, i.invoice_no, i.medium, i.issued_on, i.net_amount, i.tax_amount, i.amount,
    i.service_fee_rate, i.tracking_no, decode(i.file_sha256, 'hex'), i.file_facts, $2, $3
  from next, jsonb_to_recordset($4::jsonb) as i (invoice_no text, medium invoice_medium, issued_on date,
    net_amount numeric, tax_amount numeric, amount numeric, service_fee_rate numeric, tracking_no text,
    file_sha256 text, file_facts jsonb)
  order by i.invoice_no
  returning submission_no
)
select max(submission_no) as submission_no from stored;
