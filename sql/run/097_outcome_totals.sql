-- What the reconciliation of the month would be after this run: for a dry run, which writes nothing.
-- $1 month text, $2 takes_all boolean. Returns outcome, reason, orders, cash.
select outcome, reason, sum(orders) as orders, sum(cash) as cash
from (
  select outcome::text,
    case outcome
      when 'settled' then 0
      when 'excluded' then (reasons & 992) & -(reasons & 992)
      else reasons & -reasons
    end as reason, 1 as orders, cash_consumption as cash
  from item
  where outcome is not null
  union all
  select 'settled', 0, c.order_count, c.cash_consumption
  from reconciliation c
  where c.period = $1 and not $2
    and not exists (select from run_settlee r where r.settlee_no = c.settlee_no)
  union all
  select o.outcome::text,
    case o.outcome when 'excluded' then (o.reasons & 992) & -(o.reasons & 992)
      else o.reasons & -o.reasons end, 1, o.cash_consumption
  from order_outcome o
  where o.period = $1 and not $2
    and not exists (select from item i where i.order_id = o.order_id)
    and not exists (
      select from sales_order q
      join partner p on p.partner_no = q.partner_no
      join run_settlee r on r.settlee_no = coalesce(p.parent_partner_no, p.partner_no)
      where q.order_id = o.order_id)
) together
group by outcome, reason
order by outcome, reason;
