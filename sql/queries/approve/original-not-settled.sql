-- A refund on a draft whose original no line settles, of what was sent or of a draft that can be: what a recall took
-- back is on none until its month is run again, and may come otherwise (R-A9). $1 statement_id bigint.
-- Returns order_no (the original); the first.
select o.order_no
from draft_line d
join sales_order r on r.order_id = d.order_id
join sales_order o on o.order_no = r.original_order_no
where d.statement_id = $1 and d.kind = 'refund'
  and not exists (select from locked_line l where l.order_id = o.order_id and not l.reversal)
  and not exists (
    select from draft_line l join statement s on s.statement_id = l.statement_id
    where l.order_id = o.order_id and not l.reversal and s.status in ('draft', 'in_review'))
order by o.order_no
limit 1;
