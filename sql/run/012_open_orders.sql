-- The open orders of the run's settlees, and whether they may be in scope (R-E12). $1 month text,
-- $2 period_end timestamptz, $3 takes_unbound boolean (orders without a partner too). No result.
insert into open_order
select i.order_id, i.settled_before,
  (i.excluded_in is null or i.excluded_in >= $1)
    and coalesce(o.settleable_at, o.ordered_at) < $2,
  o.order_type, o.original_order_no
from open_item i
join sales_order o on o.order_id = i.order_id
where exists (select from run_settlee r where r.settlee_no = i.settlee_no)
  or ($3 and i.settlee_no is null);
