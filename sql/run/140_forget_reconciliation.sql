-- Forgets what the last run of this month settled of these settlees, where this one does not leave the same.
-- $1 month text. Row count: what changed.
delete from reconciliation c
where c.period = $1
  and exists (select from run_settlee r where r.settlee_no = c.settlee_no)
  and not exists (
    select from (
      select settlee_no, count(*) as order_count, sum(cash_consumption) as cash_consumption
      from item
      where outcome = 'settled'
      group by settlee_no
    ) n
    where n.settlee_no = c.settlee_no and n.order_count = c.order_count
      and n.cash_consumption = c.cash_consumption);
