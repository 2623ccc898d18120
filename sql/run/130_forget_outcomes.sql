-- Forgets what the last run of this month left of these settlees and this one does not leave the same.
-- $1 month text, $2 takes_all boolean. Row count: what changed.
delete from order_outcome o
where o.period = $1
  and ($2 or exists (select from run_settlee r where r.settlee_no = o.settlee_no)
    or exists (select from item i where i.order_id = o.order_id))
  and not exists (
    select from item i
    where i.order_id = o.order_id and i.outcome = o.outcome and i.reasons = o.reasons
      and i.settlee_no is not distinct from o.settlee_no
      and i.cash_consumption = o.cash_consumption);
