-- Runs still marked running whose process is gone have died (R-R2): those that left shards done must be run
-- again before anything is approved. $1 ended_at timestamptz.
update run r set ended_at = $1, closed_at = clock_timestamp(), failure = 'the process died',
  state = case when exists (select from run_shard s where s.run_id = r.run_id and s.state = 'done')
    then 'failed' else 'aborted' end
where r.state = 'running' and not run_is_held(r);
