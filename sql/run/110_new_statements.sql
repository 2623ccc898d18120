-- Writes the drafts that are new (R-S1 to R-S3). $1 month text, $2 run_id bigint. No result.
with made as (
  insert into statement (statement_no, run_period, period, settlee_no, type, output_tax_rate,
    service_fee_rate, sequence_no, line_count, amount, net_amount, tax_amount, status, made_by_run,
    entered_at)
  select n.statement_no, $1, n.label, n.settlee_no, 'base', n.output_tax_rate, n.service_fee_rate,
    n.sequence_no, n.line_count, n.amount, t.net_amount, n.amount - t.net_amount, 'draft', $2, r.started_at
  from new_statement n
  join run r on r.run_id = $2
  cross join lateral (
    select divide_to_cent(n.amount, 1 + n.service_fee_rate) as net_amount
  ) t
  where n.statement_id is null
  order by n.statement_no
  returning statement_id, statement_no
)
update new_statement n set statement_id = made.statement_id
from made
where n.statement_no = made.statement_no;
