-- The gathered statements of a label. $1 label text. Returns one row a statement, ordered by number.
select s.statement_id, s.statement_no, s.period, s.run_period, s.settlee_no, p.name as settlee_name,
  p.locale as settlee_locale, s.type, s.output_tax_rate, s.service_fee_rate, s.line_count, s.amount,
  s.net_amount, s.tax_amount, s.status, s.made_by_run as run_id, r.started_at as made_at,
  r.actor as made_by, s.sent_at, s.sent_by, g.own_count, g.own_amount, g.brought_forward_amount,
  g.set_off_amount, g.line_amount, g.has_usage
from export_statement g
join statement s on s.statement_id = g.statement_id
join partner p on p.partner_no = s.settlee_no
join run r on r.run_id = s.made_by_run
where s.period = $1
order by s.statement_no;
