-- Gives a recalled statement the totals of the lines it has until the next run (R-S3). $1 statement_id bigint.
update statement s set line_count = t.line_count, amount = t.amount,
  net_amount = divide_to_cent(t.amount, 1 + s.service_fee_rate),
  tax_amount = t.amount - divide_to_cent(t.amount, 1 + s.service_fee_rate)
from (
  select count(*) as line_count, coalesce(sum(amount), 0) as amount from draft_line where statement_id = $1
) t
where s.statement_id = $1;
