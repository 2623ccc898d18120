-- The run that tells how a month stands: of those that reached the books, the one that ended last. $1 month text.
-- Returns run_id, state (completed, failed), actor, started_at, summary (what it said of the month); none: no row.
select run_id, state, actor, started_at, summary
from run
where period = $1 and state in ('completed', 'failed')
order by closed_at desc nulls last, run_id desc
limit 1;
