-- How many export tasks there are, by state. Returns waiting, running, done, failed, expired.
select count(*) filter (where state = 'waiting') as waiting,
  count(*) filter (where state = 'running') as running,
  count(*) filter (where state = 'done') as done,
  count(*) filter (where state = 'failed') as failed,
  count(*) filter (where state = 'expired') as expired
from export_task;
