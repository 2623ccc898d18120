-- Orders of a recalled statement whose settleable_ratio_at delays them as a whole again, as nothing of them is
-- settled (R-A8): to be judged by sql/intake/settle_refund_families.sql. $1 statement_id bigint. No result.
insert into refund_family
select distinct o.order_no
from statement s
join recalled_line l on l.statement_no = s.statement_no and l.version = s.version - 1
join sales_order o on o.order_id = l.order_id
where s.statement_id = $1 and o.settleable_ratio_at is not null and o.waiting = 0
  and o.order_type <> 'refund';
