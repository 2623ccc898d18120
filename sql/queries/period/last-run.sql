-- The last run of a month that ended with a result. $1 month text. Returns run_id, state, actor, ended_at,
-- summary.
select run_id, state, actor, ended_at, summary
from run
where period = $1 and state in ('completed', 'failed')
order by closed_at desc nulls last, run_id desc
limit 1;
