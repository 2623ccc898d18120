-- Records that a run ended without result. $1 run_id, $2 ended_at, $3 state, $4 failure.
update run set state = $3, ended_at = $2, failure = $4 where run_id = $1;
