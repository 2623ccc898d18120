-- Ends an attempt without a file. $1 task_id bigint, $2 attempts integer, $3 ended_at timestamptz,
-- $4 failure jsonb. No result.
update export_task
set state = 'failed', ended_at = $3, failure = $4
where task_id = $1::bigint and attempts = $2 and state = 'running';
