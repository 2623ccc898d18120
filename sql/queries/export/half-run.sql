-- Whether a run of a month has settled some of its shards and not ended. $1 month text. Returns is_half_run.
select exists (
  select from run r
  join run_shard s on s.run_id = r.run_id and s.state = 'done'
  where r.period = $1 and r.state = 'running') as is_half_run;
