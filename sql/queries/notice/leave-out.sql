-- Copies that have failed and whose recipient is none any more, for the reason that they failed for.
-- $1 delivery_ids bigint[].
update notice_delivery
set state = 'skipped'
where delivery_id = any ($1::bigint[]) and state = 'failed';
