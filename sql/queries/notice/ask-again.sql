-- Lets copies wait again, in a round of their own. $1 delivery_ids bigint[]. Returns delivery_id, round.
update notice_delivery
set state = 'waiting', round = round + 1, attempts = 0, since = clock_timestamp(), reason = null, reason_details = null
where delivery_id = any ($1::bigint[]) and state <> 'waiting'
returning delivery_id, round;
