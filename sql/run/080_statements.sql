-- One statement a settlee, label, t and s (R-S1), numbered by R-S2: the number of the draft that exists, or
-- one after those there are. No parameters, no result.
insert into new_statement (settlee_no, label, output_tax_rate, service_fee_rate, statement_no,
  sequence_no, line_count, amount, has_brought_forward, statement_id, before)
select n.settlee_no, r.label, n.output_tax_rate, n.service_fee_rate,
  replace(r.label, '-', '') || '-' || n.settlee_no || '-B' || basis_points(n.output_tax_rate) || 'F'
    || basis_points(n.service_fee_rate) || '-' || to_char(seq.sequence_no, 'FM9900'),
  seq.sequence_no, n.line_count, n.amount, n.has_brought_forward, k.draft_id, k.draft_amount
from (
  select settlee_no, output_tax_rate, service_fee_rate, count(*) as line_count, sum(amount) as amount,
    bool_or(kind = 'brought_forward') as has_brought_forward
  from computed_line
  group by settlee_no, output_tax_rate, service_fee_rate
) n
join run_settlee r on r.settlee_no = n.settlee_no
cross join lateral (
  -- What was recalled may stand beside a supplement's draft: the first number goes on, the other is gone.
  select max(s.sequence_no) as last_sequence_no,
    (array_agg(s.statement_id order by s.sequence_no) filter (where counts_as_draft(s.status)))[1] as draft_id,
    (array_agg(s.amount order by s.sequence_no) filter (where counts_as_draft(s.status)))[1] as draft_amount,
    min(s.sequence_no) filter (where counts_as_draft(s.status)) as draft_sequence_no
  from statement s
  where s.period = r.label and s.settlee_no = n.settlee_no and s.type = 'base'
    and s.output_tax_rate = n.output_tax_rate and s.service_fee_rate = n.service_fee_rate
) k
cross join lateral (
  select coalesce(k.draft_sequence_no, k.last_sequence_no + 1, 1) as sequence_no
) seq;
