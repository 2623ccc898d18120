-- Tells how far an attempt has come. $1 task_id bigint, $2 attempts integer, $3 rows_done bigint,
-- $4 rows_total bigint. No result.
update export_task
set rows_done = $3, rows_total = $4
where task_id = $1::bigint and attempts = $2 and state = 'running';
