-- All export tasks, the newest first; a running one whose lock nobody holds waits for its next maker. No
-- parameters. Returns the columns of a task, one row each.
with held as (
  select l.objid::bigint as key
  from pg_locks l
  where l.locktype = 'advisory' and l.granted and l.classid = 22865
    and l.database = (select oid from pg_database where datname = current_database())
)
select t.task_id, t.kind, t.parameters,
  case when t.state = 'running' and t.task_id % 2147483647 not in (select key from held) then 'waiting'
    else t.state end as state,
  t.requested_by, t.requested_at, t.attempts, t.rows_done, t.rows_total, t.ended_at, t.file_name,
  t.object_key, t.size_bytes, t.row_count, t.control_total, t.sha256, t.content_sha256, t.expires_at,
  t.failure
from export_task t
order by t.task_id desc;
