-- Opens what a recalled statement had settled, once more: what other sent lines settled of an order stays with the
-- settlee of the first; nothing was settled of the others. An item is dated with the newest import, which the next
-- run sees. $1 statement_id bigint. No result.
insert into open_item (order_id, touched_by, settled_before, settlee_no)
select released.order_id, coalesce((select max(import_id) from import_batch), 0), first.settlee_no is not null,
  coalesce(first.settlee_no, p.parent_partner_no, p.partner_no)
from (
  select l.order_id
  from recalled_line l
  join statement s on s.statement_no = l.statement_no and s.version = l.version + 1
  where s.statement_id = $1 and l.order_id is not null
  union
  select u.order_id
  from recalled_usage_item u
  join statement s on s.statement_no = u.statement_no and s.version = u.version + 1
  where s.statement_id = $1
) released
join sales_order o on o.order_id = released.order_id
left join partner p on p.partner_no = o.partner_no
left join lateral (
  select coalesce(
    (select s.settlee_no from locked_line l join statement s on s.statement_id = l.statement_id
      where l.order_id = released.order_id order by l.run_id, l.reversal desc limit 1),
    (select s.settlee_no from locked_usage_item u join statement s on s.statement_id = u.first_statement_id
      where u.order_id = released.order_id limit 1)) as settlee_no
) first on true
on conflict (order_id) do update
set settled_before = excluded.settled_before, settlee_no = excluded.settlee_no;
