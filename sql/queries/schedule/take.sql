-- Makes the row of a month that is due, unless it is there. $1 period, $2 planned_at, $3 now.
insert into scheduled_run (period, planned_at, state, decided_at) values ($1, $2, 'waiting', $3)
on conflict do nothing;
