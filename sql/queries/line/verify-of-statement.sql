-- What a recomputation of one statement's lines needs. $1 statement_no text. Returns as verify-of-period.
select s.statement_no, l.line_no, l.kind, l.reversal, l.rule, l.deal_amount, l.floor_amount,
  l.cash_consumption, l.share_base, l.ratio, l.output_tax_rate, l.service_fee_rate,
  l.settleable_ratio, l.completes_amount, l.earlier_amount, l.amount,
  source.amount as source_amount
from statement s
join line l on l.statement_id = s.statement_id
left join statement source on source.statement_id = l.source_statement_id
where s.statement_no = $1
order by l.line_no;
