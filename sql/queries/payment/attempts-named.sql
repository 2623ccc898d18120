-- Payments by their ids, and all of some batches, released or not. $1 end_to_end_ids text[], $2 batch_nos text[].
-- Returns end_to_end_id, batch_no, statement_no, amount, state, evidence_booked, evidence_at, control_sum (null: the
-- batch was never released); in order of their statements' numbers.
select a.end_to_end_id, a.batch_no, a.statement_no, a.amount, a.state, a.evidence_booked, a.evidence_at,
  b.control_sum
from payment_attempt a
join payment_batch b on b.batch_no = a.batch_no
where a.end_to_end_id = any ($1::text[]) or a.batch_no = any ($2::text[])
order by a.statement_no, a.end_to_end_id;
