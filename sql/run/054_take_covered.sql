-- Orders that locked statements of this month's runs already cover and that are not open: settled (§3).
-- $1 month text. No result.
insert into item
select o.order_id, o.order_no, o.order_type, covered.settlee_no, null, null, null, null, null,
  cash_consumption(p.category, o.cash_amount, o.stored_value_amount, o.performance_coupon_amount),
  null, null, null, null, null, null, null, 0, null, 0, 'settled', false, false, false, false
from (
  select l.order_id, min(s.settlee_no) as settlee_no
  from statement s
  join run_settlee r on r.settlee_no = s.settlee_no
  join locked_line l on l.statement_id = s.statement_id
  where s.run_period = $1 and l.order_id is not null
  group by l.order_id
  union all
  select u.order_id, min(s.settlee_no)
  from statement s
  join run_settlee r on r.settlee_no = s.settlee_no
  join locked_usage_item u on u.statement_id = s.statement_id
  where s.run_period = $1
  group by u.order_id
) covered
join sales_order o on o.order_id = covered.order_id
join product p on p.product_no = o.product_no
where not exists (select from item i where i.order_id = covered.order_id)
  and not exists (select from held_elsewhere h where h.order_id = covered.order_id);
