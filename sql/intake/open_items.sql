-- Opens an item for each new order: what this import stored has the numbers past $2, as nobody else stores
-- orders under the lock of R-R2. $1 import_id bigint, $2 the last order_id before. No result.
insert into open_item (order_id, touched_by, settlee_no)
select o.order_id, $1::bigint, coalesce(p.parent_partner_no, p.partner_no)
from sales_order o
left join partner p on p.partner_no = o.partner_no
where o.order_id > $2::bigint;
