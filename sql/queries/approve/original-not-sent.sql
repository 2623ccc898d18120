-- A refund on a draft whose original is settled by no sent line, nor by one of the same draft: sent alone it would
-- take back what nobody gave (R-A9). $1 statement_id bigint. Returns order_no (the original), draft_no (the draft it
-- stands on; null: none); the first.
select o.order_no, (
    select min(s.statement_no)
    from draft_line l join statement s on s.statement_id = l.statement_id
    where l.order_id = o.order_id) as draft_no
from draft_line d
join sales_order r on r.order_id = d.order_id
join sales_order o on o.order_no = r.original_order_no
where d.statement_id = $1 and d.kind = 'refund'
  and not exists (select from locked_line l where l.order_id = o.order_id and not l.reversal)
  and not exists (select from draft_line l
    where l.statement_id = $1 and l.order_id = o.order_id and not l.reversal)
order by o.order_no
limit 1;
