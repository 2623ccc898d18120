-- Makes a stored file the file of its task; of an attempt that another has overtaken it does nothing.
-- $1 task_id bigint, $2 attempts integer, $3 rows_done bigint, $4 ended_at timestamptz, $5 file_name text,
-- $6 object_key text, $7 size_bytes bigint, $8 row_count bigint, $9 control_total numeric, $10 sha256 text,
-- $11 content_sha256 text, $12 expires_at timestamptz. Returns a row where it did.
update export_task
set state = 'done', rows_done = $3::bigint, rows_total = $3::bigint, ended_at = $4, file_name = $5,
  object_key = $6, size_bytes = $7, row_count = $8, control_total = $9, sha256 = $10,
  content_sha256 = $11, expires_at = $12
where task_id = $1::bigint and attempts = $2 and state = 'running'
returning task_id;
