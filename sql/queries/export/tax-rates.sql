-- The gathered statements of a label by output tax rate and service fee rate; what was brought forward
-- and set off apart (R-S4). $1 label text. Returns output_tax_rate, service_fee_rate, statement_count,
-- own_count, own_amount, brought_forward_amount, set_off_amount, amount, net_amount, tax_amount.
select s.output_tax_rate, s.service_fee_rate, count(*) as statement_count,
  sum(g.own_count) as own_count, sum(g.own_amount) as own_amount,
  sum(g.brought_forward_amount) as brought_forward_amount, sum(g.set_off_amount) as set_off_amount,
  sum(s.amount) as amount, sum(s.net_amount) as net_amount, sum(s.tax_amount) as tax_amount
from export_statement g
join statement s on s.statement_id = g.statement_id
where s.period = $1
group by s.output_tax_rate, s.service_fee_rate
order by s.output_tax_rate, s.service_fee_rate;
