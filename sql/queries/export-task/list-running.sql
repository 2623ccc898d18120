-- Tasks that were begun and not ended. No parameters. Returns task_id, attempts; ordered by task.
select task_id, attempts from export_task where state = 'running' order by task_id;
