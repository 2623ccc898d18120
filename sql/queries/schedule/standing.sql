-- How far the schedule's months are. $1 periods text[], $2 their planned starts timestamptz[].
-- Returns period, state (null: not seen yet), run_id, is_done (a run of all settlees that began at or after the
-- planned start completed, or the scheduled one did), done_by (that run), is_under_way, in order of periods.
select due.period, s.state, s.run_id,
  done.run_id is not null as is_done,
  done.run_id as done_by,
  exists (select from run r
    where r.period = due.period and r.settlees is null and r.state = 'running'
      -- One whose process died is marked only by the next run.
      and run_is_held(r)) as is_under_way
from unnest($1::text[], $2::timestamptz[]) as due (period, planned_at)
left join scheduled_run s on s.period = due.period
left join lateral (
  select r.run_id from run r
  where r.period = due.period and r.settlees is null and r.state = 'completed'
    and (r.started_at >= due.planned_at or r.run_id = s.run_id)
  order by r.run_id limit 1) done on true
order by due.period collate "C";
