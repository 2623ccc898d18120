-- Carries the orders of parked settlees with the one reason parked (R-E14): those in time, neither told before
-- nor on a draft of another month or settlee nor covered by sent statements of this one. $1 month text,
-- $2 settlees text[], $3 takes_unbound boolean, $4 period_end timestamptz. No result.
insert into order_outcome (period, order_id, settlee_no, outcome, reasons, cash_consumption)
select $1, i.order_id, i.settlee_no, 'carried', 32768,
  cash_consumption(p.category, o.cash_amount, o.stored_value_amount, o.performance_coupon_amount)
from open_item i
join sales_order o on o.order_id = i.order_id
join product p on p.product_no = o.product_no
where (i.settlee_no = any ($2::text[]) or ($3 and i.settlee_no is null))
  and (i.excluded_in is null or i.excluded_in >= $1)
  and (o.settleable_at < $4 or (o.settleable_at is null and o.ordered_at < $4))
  and not exists (select from order_outcome told
    where told.order_id = i.order_id and told.period < $1 and told.outcome = 'excluded')
  and not exists (select from draft_line l join statement s on s.statement_id = l.statement_id
    where l.order_id = i.order_id and (s.run_period <> $1 or s.settlee_no <> all ($2::text[])))
  and not exists (select from draft_usage_item u join statement s on s.statement_id = u.statement_id
    where u.order_id = i.order_id and (s.run_period <> $1 or s.settlee_no <> all ($2::text[])))
  and not exists (select from locked_line l join statement s on s.statement_id = l.statement_id
    where l.order_id = i.order_id and s.run_period = $1)
  and not exists (select from locked_usage_item u join statement s on s.statement_id = u.statement_id
    where u.order_id = i.order_id and s.run_period = $1);
