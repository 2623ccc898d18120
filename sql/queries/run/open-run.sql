-- A run and the shards that it has left to do. $1 run_id bigint. Returns period, state, waiting integer[].
select r.period, r.state,
  array(select s.shard_no from run_shard s
    where s.run_id = r.run_id and s.state = 'waiting' order by s.shard_no) as waiting
from run r
where r.run_id = $1;
