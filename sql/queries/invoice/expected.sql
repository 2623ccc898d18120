-- What the invoices of statements have to say (R-W8). $1 statement_nos text[]. Returns one row each that there is,
-- ordered by settlee and number.
select s.statement_no, s.settlee_no, p.name as settlee_name, p.tax_no as settlee_tax_no, s.period, s.status,
  s.resumes_as, s.amount, s.net_amount, s.tax_amount, trim_scale(s.service_fee_rate) as service_fee_rate,
  s.entered_at, s.invoice_requested_at
from statement s
join partner p on p.partner_no = s.settlee_no
where s.statement_no = any ($1::text[])
order by s.settlee_no, s.statement_no;
