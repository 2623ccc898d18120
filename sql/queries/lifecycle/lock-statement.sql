-- Holds a statement until the transaction ends, and keeps its settlee's business info as it is (R-W5).
-- $1 statement_no text. Returns what a transition has to know of it; no row: there is no such statement.
select s.statement_id, s.statement_no, s.settlee_no, s.run_period, s.period, s.status, s.resumes_as, s.version,
  s.sign_round, s.line_count, s.amount, s.net_amount, s.tax_amount,
  trim_scale(s.output_tax_rate) as output_tax_rate, trim_scale(s.service_fee_rate) as service_fee_rate,
  s.entered_at, s.invoice_requested_at, s.sent_at, s.sent_by,
  p.name as settlee_name, p.business_info, p.taxpayer_type,
  trim_scale(p.service_fee_rate) as settlee_rate,
  p.email is not null or p.mobile_cipher is not null as is_reachable
from statement s
join partner p on p.partner_no = s.settlee_no
where s.statement_no = $1
for update of s for share of p;
