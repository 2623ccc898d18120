-- Lets a task wait again that its maker has to leave, or has left. $1 task_id bigint, $2 attempts integer.
-- Returns a row where it did.
update export_task
set state = 'waiting', rows_done = 0, rows_total = null
where task_id = $1::bigint and attempts = $2 and state = 'running'
returning task_id;
