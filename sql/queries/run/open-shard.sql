-- Records a shard of a run that begins. $1 run_id, $2 shard_no, $3 settlees text[], $4 takes_unbound,
-- $5 open_count.
insert into run_shard (run_id, shard_no, settlees, takes_unbound, open_count, state)
values ($1, $2, $3, $4, $5, 'waiting');
