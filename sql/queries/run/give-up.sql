-- Gives up a run of the queue, so that other work is let in; what its shards have done stays until the period
-- is run again. $1 run_id bigint, $2 ended_at timestamptz, $3 actor text. Returns state.
update run r set ended_at = $2, closed_at = clock_timestamp(), failure = 'given up by ' || $3,
  state = case when exists (select from run_shard s where s.run_id = r.run_id and s.state = 'done')
    then 'failed' else 'aborted' end
where r.run_id = $1 and r.state = 'running' and r.mode = 'queue'
returning r.state;
