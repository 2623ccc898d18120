-- The last run of a month that reached the books; none: no row. $1 month text.
-- Returns run_id, state (completed, failed), actor, started_at, summary (what the run said of the month).
select run_id, state, actor, started_at, summary
from run
where period = $1 and state in ('completed', 'failed')
order by closed_at desc nulls last, run_id desc
limit 1;
