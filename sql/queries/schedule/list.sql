-- The months that were due, newest first. Returns period, planned_at, state, run_id, decided_at.
select period, planned_at, state, run_id, decided_at from scheduled_run order by period desc;
