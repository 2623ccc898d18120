-- Lines of one order, oldest first; for usage, the lines it is summed into. $1 order_no text.
select s.statement_no, l.line_no, l.kind, l.reversal,
  case when l.order_id is not null then o.order_no end as order_no, l.product_no, l.partner_no, l.usage_month, l.rule,
  l.deal_amount, l.floor_amount, l.cash_consumption,
  case when scale(trim_scale(l.share_base)) > 2 then l.share_base else round(l.share_base, 2) end as share_base,
  trim_scale(l.ratio) as ratio, trim_scale(l.output_tax_rate) as output_tax_rate,
  trim_scale(l.service_fee_rate) as service_fee_rate, trim_scale(l.settleable_ratio) as settleable_ratio,
  l.completes_amount, l.earlier_amount, l.amount, l.settleable_at,
  source.statement_no as source_statement_no, l.source_line_no, l.run_id, s.run_period
from sales_order o
join lateral (
  select true as is_locked, l.* from locked_line l where l.order_id = o.order_id
  union all
  -- Each half of what may stand on drafts by the index that holds it.
  select false, l.* from draft_line l where l.order_id = o.order_id and not l.reversal
  union all
  select false, l.* from draft_line l where l.order_id = o.order_id and l.reversal
  union all
  select l.*
  from usage_item u
  join line l on l.statement_id = u.statement_id and l.line_no = u.line_no
  where u.order_id = o.order_id
) l on true
join statement s on s.statement_id = l.statement_id
left join statement source on source.statement_id = l.source_statement_id
where o.order_no = $1
order by l.run_id, l.reversal desc, s.statement_no;
