-- Chooses orders by what they say of themselves. $1 order_no text, $2 customer_no text, $3 repayment
-- repayment_status[], $4 supervision supervision_status[], $5 which time (ordered, paid, settleable) text,
-- $6 from timestamptz, $7 until timestamptz (half open); null: any. No result.
-- Each time is compared by itself, not within a case: that leaves the planner its estimates.
insert into export_order
select o.order_id
from sales_order o
where ($1::text is null or o.order_no = $1)
  and ($2::text is null or o.customer_no = $2)
  and ($3::repayment_status[] is null or o.repayment_status = any ($3))
  and ($4::supervision_status[] is null or o.supervision_status = any ($4))
  and ($6::timestamptz is null or ($5::text = 'ordered' and o.ordered_at >= $6)
    or ($5 = 'paid' and o.paid_at >= $6) or ($5 = 'settleable' and o.settleable_at >= $6))
  and ($7::timestamptz is null or ($5 = 'ordered' and o.ordered_at < $7)
    or ($5 = 'paid' and o.paid_at < $7) or ($5 = 'settleable' and o.settleable_at < $7));
