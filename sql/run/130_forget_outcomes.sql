-- Forgets what the last run of this month left of these settlees. $1 month text, $2 takes_all boolean.
-- No result.
delete from order_outcome o
where o.period = $1
  and ($2 or exists (select from run_settlee r where r.settlee_no = o.settlee_no)
    or exists (select from item i where i.order_id = o.order_id));
