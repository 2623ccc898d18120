-- R-E1 to R-E5 for stored orders that were touched: settleable-at and waiting bits anew. R-A8: while
-- nothing of the order is settled, settleable_ratio_at delays it as a whole. No parameters, no result.
update sales_order o set settleable_at = n.settleable_at, waiting = n.waiting
from (
  select t.order_id, w.waiting,
    case when w.waiting = 0 then greatest(
      own_settleable_at(x.order_type, p.category, x.paid_at, x.repayment_status, x.repaid_at,
        x.supervision_status, x.supervised_at, x.provisioned_at, x.effective_at),
      case when x.settleable_ratio_at is not null
        and not exists (select from locked_line l where l.order_id = x.order_id)
        then x.settleable_ratio_at end) end as settleable_at
  from touched_order t
  join sales_order x on x.order_id = t.order_id
  join product p on p.product_no = x.product_no
  cross join lateral (
    select own_waiting(x.order_type, p.category, x.paid_at, x.repayment_status, x.supervision_status,
      x.provisioned_at, x.effective_at) as waiting
  ) w
) n
where o.order_id = n.order_id
  and (o.settleable_at, o.waiting) is distinct from (n.settleable_at, n.waiting);
