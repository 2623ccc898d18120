-- The open orders of the run's settlees. $1 takes_unbound boolean (orders without a partner too). No result.
insert into open_order
select i.order_id, i.settled_before, i.excluded_in
from open_item i
where exists (select from run_settlee r where r.settlee_no = i.settlee_no)
  or ($1 and i.settlee_no is null);
