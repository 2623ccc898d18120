-- Statements with a label, a month or a quarter; a number that is void is none. $1 label text. Returns one row each, ordered by number.
select statement_no, period, settlee_no, type, trim_scale(output_tax_rate) as output_tax_rate,
  trim_scale(service_fee_rate) as service_fee_rate, line_count, amount, net_amount, tax_amount, status
from statement
where period = $1 and status <> 'void'
order by statement_no;
