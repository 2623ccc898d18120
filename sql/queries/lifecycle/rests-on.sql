-- Sent statements with a line that rests on one of a statement's lines, and would hang in the air without it: a
-- refund, a further part, an adjustment, or its deficit brought forward (R-R1). Of two lines of one order, or two
-- refunds of one original, the one that was sent later rests on the other; a refund rests on its original however
-- they were sent. $1 statement_id bigint. Returns statement_no, in order.
with recalled as (
  select statement_id, sent_order from statement where statement_id = $1
), own_order as (
  select l.order_id, o.order_no, o.original_order_no
  from locked_line l
  join sales_order o on o.order_id = l.order_id
  where l.statement_id = $1 and l.kind <> 'set_off'
), resting as (
  -- Further parts and adjustments of its orders.
  select l.statement_id, false as always
  from own_order w
  join locked_line l on l.order_id = w.order_id
  where l.statement_id <> $1
  union
  -- Refunds of its orders.
  select l.statement_id, true
  from own_order w
  join sales_order r on r.original_order_no = w.order_no
  join locked_line l on l.order_id = r.order_id
  where l.statement_id <> $1
  union
  -- Where it carries a refund, those of the same original that were counted after it.
  select l.statement_id, false
  from own_order w
  join sales_order r on r.original_order_no = w.original_order_no
  join locked_line l on l.order_id = r.order_id
  where l.statement_id <> $1
  union
  -- Adjustments of its usage.
  select u.statement_id, u.first_statement_id = $1
  from locked_usage_item own
  join locked_usage_item u on u.order_id = own.order_id
  where own.statement_id = $1 and u.statement_id <> $1
  union
  select l.statement_id, true
  from locked_line l
  where l.kind = 'brought_forward' and l.source_statement_id = $1
)
select distinct s.statement_no
from resting r
join statement s on s.statement_id = r.statement_id
cross join recalled
where r.always or s.sent_order > recalled.sent_order
order by s.statement_no;
