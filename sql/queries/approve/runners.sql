-- Who ran the months that made a statement, and whether the last such run failed to balance (R-W2, R-R5).
-- $1 run_period text, $2 settlee_no text. Returns actors text[], is_failed.
select coalesce(array_agg(distinct actor) filter (where state = 'completed'), '{}') as actors,
  coalesce((array_agg(state order by run_id desc) filter (where state in ('completed', 'failed')))[1]
    = 'failed', false) as is_failed
from run
where period = $1 and (settlees is null or $2 = any (settlees));
