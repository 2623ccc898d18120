-- Other payments of a statement that stand: were made after one that bounced. $1 statement_no text,
-- $2 end_to_end_id text. Returns end_to_end_id, state, in order.
select end_to_end_id, state
from payment_attempt
where statement_no = $1 and end_to_end_id <> $2 and state not in ('bounced', 'withdrawn')
order by end_to_end_id
for update;
