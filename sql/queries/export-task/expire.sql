-- Ends the keeping of files whose time is over: first the record, then the file, so that no record promises
-- a file that is gone. $1 now timestamptz. Returns task_id, object_key; ordered by task.
with expired as (
  update export_task t
  set state = 'expired', object_key = null
  from (select task_id, object_key from export_task where state = 'done' and expires_at <= $1 for update) due
  where t.task_id = due.task_id
  returning t.task_id, due.object_key
)
select task_id, object_key from expired order by task_id;
