-- The oldest messages that wait, kept from other relays until the transaction ends. $1 limit integer.
-- Returns outbox_id, topic, key, payload.
select outbox_id, topic, key, payload
from outbox
where state = 'waiting'
order by outbox_id
limit $1::integer
for update skip locked;
