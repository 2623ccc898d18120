-- Opens what a changed fact may have made unequal to its statements, and dates the touch of what is open
-- already. An order without an item has been settled whole on locked statements. $1 import_id bigint.
insert into open_item (order_id, touched_by, settled_before)
select order_id, $1::bigint, true
from (
  select t.order_id from touched_order t
  where t.worth or exists (select from open_item i where i.order_id = t.order_id)
  union
  select o.order_id from refund_family f join sales_order o on o.order_no = f.original_order_no
  union
  select r.order_id from refund_family f join sales_order r on r.original_order_no = f.original_order_no
) touched
-- What this import brought is open and dated already.
where not exists (select from open_item i
  where i.order_id = touched.order_id and i.touched_by = $1::bigint and i.excluded_in is null)
on conflict (order_id) do update set touched_by = excluded.touched_by, excluded_in = null
  where open_item.touched_by <> excluded.touched_by or open_item.excluded_in is not null;
