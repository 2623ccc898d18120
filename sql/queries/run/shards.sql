-- The shards of a run. $1 run_id bigint. Returns shard_no, state, open_count, summary; ordered by number.
select shard_no, state, open_count, summary from run_shard where run_id = $1 order by shard_no;
