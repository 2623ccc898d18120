-- Deficits that were sent come forward once: in the first period of the settlee's present cycle that
-- starts after the deficit's period ends (R-S4). $1 month text. No result.
insert into new_line (settlee_no, kind, reversal, output_tax_rate, service_fee_rate, earlier_amount,
  amount, source_statement_no)
select s.settlee_no, 'brought_forward', false, s.output_tax_rate, s.service_fee_rate, 0, s.amount,
  s.statement_no
from statement s
join run_settlee r on r.settlee_no = s.settlee_no
where coalesce(s.resumes_as, s.status) = 'deficit' and s.type = 'base' and r.is_due
  and r.starts_on >= period_end_day(s.period)
  and r.starts_on - make_interval(months => r.months) < period_end_day(s.period)
  and not exists (select from locked_line l
    where l.kind = 'brought_forward' and l.source_statement_id = s.statement_id)
  -- Nor where a draft of another month, which this run leaves alone, has brought it forward.
  and not exists (select from draft_line l
    join statement d on d.statement_id = l.statement_id
    where l.kind = 'brought_forward' and l.source_statement_id = s.statement_id
      and d.run_period <> $1);
