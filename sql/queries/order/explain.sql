-- Where one order stands: what the last run that had it in scope left, and what holds today (a refund has
-- its original's route and terms). $1 order_no text. Returns at most one row.
select o.order_no, o.order_type, o.product_no, o.partner_no, o.original_order_no, o.settleable_at,
  o.waiting | standing.standing
    | case settlee.business_info when 'missing' then 1024 when 'changing' then 2048 else 0 end as reasons_now,
  told.period as told_period, told.outcome as told_outcome, told.reasons as told_reasons,
  (select max(period) from run where state = 'completed') as last_period
from sales_order o
join order_standing standing
  on standing.order_no = coalesce(o.original_order_no, o.order_no)
left join partner settlee on settlee.partner_no = standing.settlee_no
left join lateral (
  select c.period, c.outcome, c.reasons
  from order_outcome c
  where c.order_id = o.order_id
  order by c.period desc
  limit 1
) told on true
where o.order_no = $1;
