-- Forgets what the last run of this month left of these settlees and this one does not leave the same. An
-- order that has since moved to a settlee that is not run keeps its outcome.
-- $1 month text, $2 takes_all boolean. Row count: what changed.
delete from order_outcome x
where x.period = $1
  and ($2 or exists (select from item i where i.order_id = x.order_id) or exists (
    select from sales_order o
    join partner p on p.partner_no = o.partner_no
    join run_settlee r on r.settlee_no = coalesce(p.parent_partner_no, p.partner_no)
    where o.order_id = x.order_id))
  and not exists (
    select from item i
    where i.order_id = x.order_id and i.outcome = x.outcome and i.reasons = x.reasons
      and i.settlee_no is not distinct from x.settlee_no
      and i.cash_consumption = x.cash_consumption);
