-- Whether somebody ran the month that made a statement (R-W2), whether a run of the month failed and no later one has made
-- good what it covered (R-R5), and why the last run that covered the settlee parked it (R-E14).
-- One that is still marked running is dead: none is under way while somebody approves.
-- $1 run_period text, $2 settlee_no text, $3 actor text. Returns is_runner, is_failed, parked_failure (null: not
-- parked).
select coalesce(bool_or(same_person(r.actor, $3) and (r.state = 'completed' or d.has_done)), false) as is_runner,
  coalesce(bool_or((r.state = 'failed' or r.state = 'running' and d.has_done) and not exists (
    select from run later
    where later.period = r.period and later.state = 'completed' and later.run_id > r.run_id
      and (later.settlees is null or r.settlees <@ later.settlees))), false) as is_failed,
  (
    select p.failure
    from run last
    left join parked_settlee p on p.run_id = last.run_id and p.settlee_no = $2
    where last.period = $1 and last.state = 'completed'
      and (last.settlees is null or $2 = any (last.settlees))
    order by last.run_id desc
    limit 1
  ) as parked_failure
from run r
cross join lateral (
  select exists (select from run_shard s where s.run_id = r.run_id and s.state = 'done') as has_done
) d
where r.period = $1;
