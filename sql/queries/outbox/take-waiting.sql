-- Messages that wait, oldest first, kept from other relays until the transaction ends.
-- $1 after outbox_id bigint, $2 limit integer. Returns outbox_id, topic, key, payload.
select outbox_id, topic, key, payload
from outbox
where state = 'waiting' and outbox_id > $1::bigint
order by outbox_id
limit $2::integer
for update skip locked;
