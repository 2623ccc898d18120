-- Holds the payment of a statement that is neither bounced nor withdrawn. $1 statement_no text.
-- Returns end_to_end_id, batch_no, state; no row: there is none.
select end_to_end_id, batch_no, state
from payment_attempt
where statement_no = $1 and state not in ('bounced', 'withdrawn')
order by end_to_end_id
for update;
