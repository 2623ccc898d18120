-- Lines with every number their amount came from and the words around it: of all statements of a label,
-- or of one. $1 label text or null, $2 statement_id bigint or null; one of them is given.
-- Returns one row a line, ordered by statement and line number.
select s.statement_no, s.settlee_no, l.line_no, l.kind, l.reversal as is_reversal,
  o.order_no, o.original_order_no, o.order_type, o.charge_mode,
  l.product_no, pr.name as product_name, o.customer_no, o.customer_name,
  l.partner_no, p.name as partner_name,
  l.rule, l.deal_amount, l.floor_amount, l.cash_consumption, l.share_base, l.ratio,
  l.output_tax_rate, l.service_fee_rate, l.settleable_ratio, l.earlier_amount, l.completes_amount,
  l.amount, l.settleable_at, l.usage_month, source.statement_no as source_statement_no,
  l.source_line_no, l.run_id
from statement s
join line l on l.statement_id = s.statement_id
left join sales_order o on o.order_id = l.order_id
left join product pr on pr.product_no = l.product_no
left join partner p on p.partner_no = l.partner_no
left join statement source on source.statement_id = l.source_statement_id
where ($1::text is null or s.period = $1) and ($2::bigint is null or s.statement_id = $2)
order by s.statement_no, l.line_no;
