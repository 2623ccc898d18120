-- Payments and what became of them. $1 period text or null, $2 batch_no text or null, $3 state text or null.
-- Returns them with their batch; in order of batches, then of places.
select a.end_to_end_id, a.batch_no, a.statement_no, a.period, a.settlee_no, a.amount, a.state, a.creditor_name,
  a.creditor_account_cipher, a.creditor_bank_code, a.creditor_bank_name, a.ended_at, a.ended_by, a.reason, a.evidence_booked,
  a.evidence_at, b.prepared_by, b.prepared_at, b.released_by, b.released_at,
  coalesce(b.execution_date, b.wanted_on) as execution_date
from payment_attempt a
join payment_batch b on b.batch_no = a.batch_no
where ($1::text is null or a.period = $1) and ($2::text is null or a.batch_no = $2)
  and ($3::text is null or a.state = $3::payment_state)
order by b.prepared_at, a.batch_no, a.place_no;
