-- Once something of an order is settled, settleable_ratio_at no longer delays it as a whole (R-A8): its
-- settleable-at is its own again, and that of its refunds with it. $1 statement_id bigint.
update sales_order o set settleable_at = n.own_at
from (
  select x.order_id, own_settleable_at(x.order_type, p.category, x.paid_at, x.repayment_status,
    x.repaid_at, x.supervision_status, x.supervised_at, x.provisioned_at, x.effective_at) as own_at
  from locked_line l
  join sales_order x on x.order_id = l.order_id
  join product p on p.product_no = x.product_no
  where l.statement_id = $1 and x.settleable_ratio_at is not null and x.waiting = 0
    and x.order_type <> 'refund' and x.settleable_at = x.settleable_ratio_at
) n
where o.order_id = n.order_id and n.own_at < o.settleable_at;
