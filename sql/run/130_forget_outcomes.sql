-- Forgets what the last run of this month left of these settlees' orders and this one does not leave the same:
-- of orders that are open with them, and of orders of theirs that are open no more. An order that has since
-- moved to a settlee that is not run keeps its outcome.
-- $1 month text, $2 takes_unbound boolean. Row count: what changed.
delete from order_outcome x
where x.period = $1
  and (exists (select from open_order i where i.order_id = x.order_id)
    or ((exists (select from run_settlee r where r.settlee_no = x.settlee_no)
        or ($2 and x.settlee_no is null))
      and not exists (select from open_item i where i.order_id = x.order_id)))
  and not exists (
    select from item i
    where i.order_id = x.order_id and i.outcome = x.outcome and i.reasons = x.reasons
      and i.settlee_no is not distinct from x.settlee_no
      and i.cash_consumption = x.cash_consumption);
