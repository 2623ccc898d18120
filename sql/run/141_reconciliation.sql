-- Counts every order in scope once, under its first reason (an excluded one under its first excluding
-- reason), as it is at this run (R-R5). $1 month text, $2 run_id bigint. No result.
insert into reconciliation
select $1, coalesce(settlee_no, ''), outcome, reason, count(*), sum(cash_consumption), $2
from (
  select settlee_no, outcome, cash_consumption,
    case outcome
      when 'settled' then 0
      when 'excluded' then (reasons & 992) & -(reasons & 992)
      else reasons & -reasons
    end as reason
  from item
  where outcome is not null
) counted
group by coalesce(settlee_no, ''), outcome, reason;
