-- These are in the queue now. $1 outbox_ids bigint[].
update outbox
set state = 'relayed', relayed_at = clock_timestamp(), attempts = attempts + 1
where outbox_id = any ($1::bigint[]) and state = 'waiting';
