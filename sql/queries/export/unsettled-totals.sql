-- What gather-unsettled.sql holds of a settlee, each order under the reason it is counted under.
-- $1 settlee_no text, $2 bits of the excluding reasons. Returns outcome, reason (a bit), order_count,
-- cash_consumption.
select outcome, reason, count(*) as order_count, sum(cash_consumption) as cash_consumption
from (
  select outcome, cash_consumption,
    case outcome when 'excluded' then (reasons & $2::integer) & -(reasons & $2::integer)
      else reasons & -reasons end as reason
  from export_unsettled
  where settlee_no = $1
) counted
group by outcome, reason
order by outcome, reason;
