-- Keeps when a scheduler first started; later starts change nothing. $1 first_period, $2 started_at.
insert into schedule_start (first_period, started_at) values ($1, $2) on conflict do nothing;
