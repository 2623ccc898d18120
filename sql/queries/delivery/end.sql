-- Records what became of a delivery that was asked for. $1 delivery_id, $2 state, $3 now, $4 content_hash or null,
-- $5 summary jsonb or null, $6 failure or null. Returns a row unless somebody else recorded it.
update delivery set state = $2, ended_at = $3, content_hash = $4, summary = $5, failure = $6
where delivery_id = $1 and state in ('found', 'asked', 'delayed')
returning delivery_id;
