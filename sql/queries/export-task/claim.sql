-- Begins an attempt, by whoever holds the task's lock: of what waits, of what a maker that died left, and of
-- what failed for a reason that may have passed; where $2 again boolean says so, of everything without a
-- file. $1 task_id bigint. Returns the kind, parameters and attempts of the task; none: nothing to do.
update export_task
set state = 'running', attempts = attempts + 1, rows_done = 0, rows_total = null, ended_at = null,
  failure = null
where task_id = $1::bigint and (state in ('waiting', 'running')
  or state = 'failed' and ($2 or (failure->>'retryable')::boolean)
  or state = 'expired' and $2)
returning kind, parameters, attempts;
