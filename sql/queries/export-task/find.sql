-- One export task. $1 task_id bigint. Returns its columns, the state as list.sql tells it; none: no row.
select t.task_id, t.kind, t.parameters,
  case when t.state = 'running' and not exists (
    select from pg_locks l where l.locktype = 'advisory' and l.granted and l.classid = 22865
      and l.database = (select oid from pg_database where datname = current_database())
      and l.objid = (t.task_id % 2147483647)::oid
  ) then 'waiting' else t.state end as state,
  t.requested_by, t.requested_at, t.attempts, t.rows_done, t.rows_total, t.ended_at, t.file_name,
  t.object_key, t.size_bytes, t.row_count, t.control_total, t.sha256, t.content_sha256, t.expires_at,
  t.failure
from export_task t
where t.task_id = $1::bigint;
