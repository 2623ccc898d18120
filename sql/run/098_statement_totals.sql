-- How many statements the month would have after this run, and of what amount. $1 month text.
-- Returns statement_count, statement_amount.
select count(*) as statement_count, coalesce(sum(amount), 0) as statement_amount
from (
  select s.amount
  from statement s
  where s.run_period = $1
    and s.status <> 'void'
    and not (counts_as_draft(s.status)
      and exists (select from run_settlee r where r.settlee_no = s.settlee_no))
  union all
  select amount from new_statement
) together;
