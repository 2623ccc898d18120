-- The history of runs, newest first. $1 month text or null (all), $2 limit integer. Returns run_id, period,
-- settlees (null: all), actor, mode, state, started_at, seconds (by the real clock; null: nothing done),
-- shard_count, done_count, summary, parked_count, failure.
select r.run_id, r.period, r.settlees, r.actor, r.mode, r.state, r.started_at,
  round(extract(epoch from s.last_at - r.opened_at), 1) as seconds,
  s.shard_count, s.done_count, r.summary,
  (select count(*) from parked_settlee p where p.run_id = r.run_id) as parked_count, r.failure
from run r
cross join lateral (
  select count(*) as shard_count, count(*) filter (where state = 'done') as done_count,
    max(ended_at) as last_at
  from run_shard
  where run_id = r.run_id
) s
where $1::text is null or r.period = $1
order by r.run_id desc
limit $2;
