-- Gives changed drafts their new totals, and dates what this run saw of all. $1 run_id bigint. No result.
update statement s set line_count = n.line_count, amount = n.amount, net_amount = t.net_amount,
  tax_amount = n.amount - t.net_amount, seen_by_run = $1,
  made_by_run = case when n.is_changed then $1 else s.made_by_run end
from new_statement n
cross join lateral (
  select divide_to_cent(n.amount, 1 + n.service_fee_rate) as net_amount
) t
where s.statement_id = n.statement_id and s.seen_by_run <> $1;
