-- Gives changed drafts their new totals. $1 run_id bigint. No result.
update statement s set line_count = n.line_count, amount = n.amount, net_amount = t.net_amount,
  tax_amount = n.amount - t.net_amount, made_by_run = $1
from new_statement n
cross join lateral (
  select divide_to_cent(n.amount, 1 + n.service_fee_rate) as net_amount
) t
where s.statement_id = n.statement_id and n.is_changed and s.made_by_run <> $1;
