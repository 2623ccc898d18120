-- Leaves of the gathered orders those that are chosen. $1 statuses text[]; $2 order_no text, $3 customer_no
-- text, $4 repayment repayment_status[], $5 supervision supervision_status[], $6 which time (ordered, paid,
-- settleable) text, $7 from timestamptz, $8 until timestamptz (half open); null: any. No result.
delete from export_transaction t
using sales_order o
where o.order_id = t.order_id and not (
  ($1::text[] is null or t.status = any ($1))
  and ($2::text is null or o.order_no = $2)
  and ($3::text is null or o.customer_no = $3)
  and ($4::repayment_status[] is null or o.repayment_status = any ($4))
  and ($5::supervision_status[] is null or o.supervision_status = any ($5))
  and ($7::timestamptz is null or coalesce($7 <= case $6::text
    when 'ordered' then o.ordered_at when 'paid' then o.paid_at else o.settleable_at end, false))
  and ($8::timestamptz is null or coalesce($8 > case $6::text
    when 'ordered' then o.ordered_at when 'paid' then o.paid_at else o.settleable_at end, false)));
