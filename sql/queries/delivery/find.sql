-- Notes a delivery that arrived. $1 name, $2 ready_stamp, $3 completes text[], $4 state found or refused, $5 now,
-- $6 failure or null. Returns delivery_id; no row where another process was quicker.
insert into delivery (name, ready_stamp, completes, state, found_at, failure, ended_at)
values ($1, $2, $3, $4, $5, $6, case when $4 = 'refused' then $5::timestamptz end)
on conflict do nothing
returning delivery_id;
