-- Records that a run ended without result: failed where it did not balance or left shards done, which blocks
-- approval (R-R5), else aborted. $1 run_id, $2 ended_at, $3 did_not_balance boolean, $4 failure text.
update run r set ended_at = $2, closed_at = clock_timestamp(), failure = $4,
  state = case when $3::boolean
    or exists (select from run_shard s where s.run_id = r.run_id and s.state = 'done')
    then 'failed' else 'aborted' end
where r.run_id = $1 and r.state = 'running';
