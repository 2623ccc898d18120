-- Writes messages; one whose key is there already is the same message and stays as it is.
-- $1 messages jsonb: topic, key, payload of each. Returns a row for each that is new.
insert into outbox (topic, key, payload)
select m.message->>'topic', m.message->>'key', m.message->'payload'
from jsonb_array_elements($1::jsonb) with ordinality as m (message, place)
order by m.place
on conflict on constraint outbox_key_uq do nothing
returning outbox_id;
