-- Lets a task wait again that failed, expired, or lost its file or its maker. $1 task_id bigint, $2 attempts
-- integer: as it was when the decision was made. Returns a row where it did.
update export_task
set state = 'waiting', rows_done = 0, rows_total = null, ended_at = null, failure = null,
  object_key = null, expires_at = null
where task_id = $1::bigint and attempts = $2
returning task_id;
