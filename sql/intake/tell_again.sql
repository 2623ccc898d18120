-- Orders excluded for their route may be so no longer when a partner changes (R-E8, R-E12): the next run
-- looks at them again. No parameters, no result.
update open_item i set excluded_in = null
from sales_order o
where i.excluded_in is not null
  and o.order_id = i.order_id
  and exists (select from changed_partner c where c.partner_no in (o.partner_no, o.customer_reseller_no));
