-- Lines of the statements with a label, a month or a quarter, ordered by statement number and line.
-- $1 label text.
select s.statement_no, l.line_no, l.kind, l.reversal, o.order_no, l.product_no, l.partner_no, l.usage_month, l.rule,
  l.deal_amount, l.floor_amount, l.cash_consumption,
  case when scale(trim_scale(l.share_base)) > 2 then l.share_base else round(l.share_base, 2) end as share_base,
  trim_scale(l.ratio) as ratio, trim_scale(l.output_tax_rate) as output_tax_rate,
  trim_scale(l.service_fee_rate) as service_fee_rate, trim_scale(l.settleable_ratio) as settleable_ratio,
  l.completes_amount, l.earlier_amount, l.amount, l.settleable_at,
  source.statement_no as source_statement_no, l.source_line_no, l.run_id
from statement s
join line l on l.statement_id = s.statement_id
left join sales_order o on o.order_id = l.order_id
left join statement source on source.statement_id = l.source_statement_id
where s.period = $1
order by s.statement_no, l.line_no;
