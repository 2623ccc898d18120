-- Writes the lines of new and changed drafts, numbered within their statement. $1 run_id bigint.
-- No result.
insert into draft_line (statement_id, line_no,
  kind, reversal, order_id, product_no, partner_no, usage_month, rule, deal_amount,
  floor_amount, cash_consumption, share_base, ratio, output_tax_rate, service_fee_rate,
  settleable_ratio, completes_amount, earlier_amount, amount, settleable_at, source_line_no,
  source_statement_id, run_id)
select k.statement_id,
  row_number() over (
    partition by k.statement_id
    order by n.kind, n.order_no, n.product_no, n.partner_no, n.usage_month, n.rule, n.ratio,
      n.reversal, n.source_statement_no, n.source_line_no
  ),
  n.kind, n.reversal, n.order_id, n.product_no, n.partner_no, n.usage_month, n.rule,
  n.deal_amount, n.floor_amount, n.cash_consumption, n.share_base, n.ratio, n.output_tax_rate,
  n.service_fee_rate, n.settleable_ratio, n.completes_amount, n.earlier_amount, n.amount,
  n.settleable_at, n.source_line_no, source.statement_id, $1
from computed_line n
join new_statement k using (settlee_no, output_tax_rate, service_fee_rate)
left join statement source on source.statement_no = n.source_statement_no
where k.is_changed;
