-- Takes a shard in hand until the transaction ends. $1 run_id bigint, $2 shard_no integer.
-- Returns period, settlees (of the run: null: all), actor, service_fee_rates, run_state, shard_settlees,
-- takes_unbound, open_count, state, is_alive: it is the queue's, or its process or another shard shows that it
-- lives (asked before this shard shows itself).
select r.period, r.settlees, r.actor, r.service_fee_rates, r.state as run_state,
  s.settlees as shard_settlees, s.takes_unbound, s.open_count, s.state,
  run_is_held(r) as is_alive
from run_shard s
join run r on r.run_id = s.run_id
where s.run_id = $1 and s.shard_no = $2
for update of s
for share of r;
