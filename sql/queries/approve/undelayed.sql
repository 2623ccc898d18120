-- Whether a sent statement settles a first part of orders that their settleable_ratio_at delayed as a whole
-- (R-A8). $1 statement_id bigint. Returns found.
select exists (
  select from locked_line l
  join sales_order o on o.order_id = l.order_id
  where l.statement_id = $1 and o.settleable_ratio_at is not null and o.waiting = 0
    and o.order_type <> 'refund'
) as found;
