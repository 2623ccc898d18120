-- One line for each partner, product, month, rule, ratio and t of usage: bases are summed first, the
-- formula is applied once; and one adjustment for each usage line whose base changed (R-A7).
-- No parameters, no result.
insert into new_line
select u.settlee_no, case when u.first_line_no is null then 'usage'::line_kind else 'adjustment' end,
  false, null, null, u.product_no, u.partner_no, u.usage_month, u.rule, sum(u.deal_amount),
  sum(u.floor_amount), sum(u.cash_consumption), sum(u.share_base), u.ratio, u.output_tax_rate,
  u.service_fee_rate, 1, null, 0,
  entitlement(u.rule, sum(u.share_base), u.ratio, u.output_tax_rate, u.service_fee_rate, 1),
  max(u.settleable_at), s.statement_no, u.first_line_no
from new_usage_item u
left join statement s on s.statement_id = u.first_statement_id
group by u.settlee_no, u.product_no, u.partner_no, u.usage_month, u.rule, u.ratio, u.output_tax_rate,
  u.service_fee_rate, s.statement_no, u.first_line_no;
