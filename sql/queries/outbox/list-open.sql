-- Messages that are not done, oldest first. $1 states outbox_state[].
-- Returns topic, key, payload, state, created_at, attempts, failure.
select topic, key, payload, state, created_at, attempts, failure
from outbox
where state = any ($1::outbox_state[]) and state <> 'done'
order by outbox_id;
