-- A set-off whose one half was sent stands: the draft that holds the other half keeps it (R-S4, R-R1).
-- $1 month text. No result.
insert into new_line (settlee_no, kind, reversal, output_tax_rate, service_fee_rate, earlier_amount,
  amount, source_statement_no)
select other.settlee_no, 'set_off', false, other.output_tax_rate, other.service_fee_rate, 0, -l.amount,
  sent.statement_no
from statement sent
join run_settlee r on r.settlee_no = sent.settlee_no
join locked_line l on l.statement_id = sent.statement_id and l.kind = 'set_off'
join statement other on other.statement_id = l.source_statement_id
where sent.run_period = $1 and counts_as_draft(other.status);
