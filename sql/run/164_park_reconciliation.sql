-- Of parked settlees only what sent statements of this month cover is settled (R-R5). $1 month text,
-- $2 settlees text[], $3 run_id bigint. No result.
insert into reconciliation
select $1, c.settlee_no, count(*),
  sum(cash_consumption(p.category, o.cash_amount, o.stored_value_amount, o.performance_coupon_amount)), $3
from (
  select l.order_id, min(s.settlee_no) as settlee_no
  from statement s
  join locked_line l on l.statement_id = s.statement_id
  where s.run_period = $1 and s.settlee_no = any ($2::text[]) and l.order_id is not null
  group by l.order_id
  union all
  select u.order_id, min(s.settlee_no)
  from statement s
  join locked_usage_item u on u.statement_id = s.statement_id
  where s.run_period = $1 and s.settlee_no = any ($2::text[])
  group by u.order_id
) c
join sales_order o on o.order_id = c.order_id
join product p on p.product_no = o.product_no
where not exists (select from draft_line l join statement s on s.statement_id = l.statement_id
    where l.order_id = c.order_id and s.run_period <> $1)
  and not exists (select from draft_usage_item u join statement s on s.statement_id = u.statement_id
    where u.order_id = c.order_id and s.run_period <> $1)
group by c.settlee_no;
