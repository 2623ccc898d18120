-- Records that a run ended well. $1 run_id, $2 ended_at, $3 summary jsonb.
update run set state = 'completed', ended_at = $2, summary = $3, closed_at = clock_timestamp() where run_id = $1;
