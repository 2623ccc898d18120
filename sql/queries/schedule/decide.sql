-- Notes what was decided for a month. $1 period, $2 state, $3 run_id or null, $4 now.
update scheduled_run set state = $2, run_id = $3, decided_at = $4 where period = $1;
