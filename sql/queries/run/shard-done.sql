-- Records that a shard is settled. $1 run_id bigint, $2 shard_no integer, $3 summary jsonb.
update run_shard set state = 'done', ended_at = clock_timestamp(), summary = $3 where run_id = $1 and shard_no = $2;
