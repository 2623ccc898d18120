-- Gives changed drafts their new totals; what was in review or recalled is a draft again, changed or not (R-R1).
-- $1 run_id bigint. No result.
update statement s set line_count = n.line_count, amount = n.amount, net_amount = t.net_amount,
  tax_amount = n.amount - t.net_amount, made_by_run = case when n.is_changed then $1 else s.made_by_run end,
  status = 'draft', entered_at = case when b.status = 'recalled' then r.started_at else s.entered_at end
from new_statement n
join statement_before b on b.statement_id = n.statement_id
join run r on r.run_id = $1
cross join lateral (
  select divide_to_cent(n.amount, 1 + n.service_fee_rate) as net_amount
) t
where s.statement_id = n.statement_id and (n.is_changed or b.status <> 'draft');
