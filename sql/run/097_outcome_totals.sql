-- What the reconciliation of the month would be after this run: for a dry run, which writes nothing.
-- $1 month text, $2 takes_all boolean. Returns outcome, reason, orders, cash.
select outcome, reason, sum(orders) as orders, sum(cash) as cash
from (
  select outcome, reason, count(*) as orders, sum(cash_consumption) as cash
  from (
    select outcome, cash_consumption,
      case outcome
        when 'settled' then 0
        when 'excluded' then (reasons & 992) & -(reasons & 992)
        else reasons & -reasons
      end as reason
    from item
    where outcome is not null
  ) counted
  group by outcome, reason
  union all
  select c.outcome, c.reason, c.order_count, c.cash_consumption
  from reconciliation c
  where c.period = $1 and not $2
    and not exists (select from run_settlee r where r.settlee_no = c.settlee_no)
) together
group by outcome, reason
order by outcome, reason;
