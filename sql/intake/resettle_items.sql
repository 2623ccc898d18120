-- A partner that got a distributor: what nothing of is settled yet goes to the distributor's statements (R-IN7).
-- No parameters, no result.
update open_item i set settlee_no = p.parent_partner_no
from sales_order o
join changed_partner c on c.partner_no = o.partner_no and c.has_new_parent
join partner p on p.partner_no = o.partner_no
where o.order_id = i.order_id and not i.settled_before;
