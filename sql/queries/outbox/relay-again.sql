-- The queue lost these: they wait again. $1 outbox_ids bigint[].
update outbox set state = 'waiting' where outbox_id = any ($1::bigint[]) and state = 'relayed';
