-- Opens what a changed fact may have made unequal to its statements, and dates the touch of what is open
-- already. An order without an item has been settled whole on locked statements: it stays with the settlee of
-- its first line, as it does once anything of it is settled (R-A10). What this import brought is open and dated
-- already: its numbers are past $2, the last order_id before. $1 import_id bigint, $2 bigint. No result.
insert into open_item (order_id, touched_by, settled_before, settlee_no)
select touched.order_id, $1::bigint, i.order_id is null,
  case when i.order_id is null then coalesce(
      (select s.settlee_no from locked_line l join statement s on s.statement_id = l.statement_id
        where l.order_id = touched.order_id order by l.run_id, l.reversal desc limit 1),
      (select s.settlee_no from locked_usage_item u join statement s on s.statement_id = u.first_statement_id
        where u.order_id = touched.order_id limit 1))
    when i.settled_before then i.settlee_no
    else coalesce(p.parent_partner_no, p.partner_no) end
from (
  select t.order_id
  from touched_order t
  where t.worth or exists (select from open_item i where i.order_id = t.order_id)
  union
  select o.order_id from refund_family f join sales_order o on o.order_no = f.original_order_no
  where o.order_id <= $2::bigint
  union
  select r.order_id from refund_family f join sales_order r on r.original_order_no = f.original_order_no
  where r.order_id <= $2::bigint
) touched
join sales_order o on o.order_id = touched.order_id
left join partner p on p.partner_no = o.partner_no
left join open_item i on i.order_id = touched.order_id
on conflict (order_id) do update
set touched_by = excluded.touched_by, excluded_in = null, settlee_no = excluded.settlee_no;
