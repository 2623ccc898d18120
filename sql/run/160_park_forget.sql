-- Forgets what the last run of this month left of settlees that are parked (R-E14). $1 month text,
-- $2 settlees text[], $3 takes_unbound boolean. No result.
delete from order_outcome x
where x.period = $1
  and (exists (select from open_item i where i.order_id = x.order_id
      and (i.settlee_no = any ($2::text[]) or ($3 and i.settlee_no is null)))
    or ((x.settlee_no = any ($2::text[]) or ($3 and x.settlee_no is null))
      and not exists (select from open_item i where i.order_id = x.order_id)));
