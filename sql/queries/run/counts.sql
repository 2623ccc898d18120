-- How many runs there ever were, by state. Returns running, completed, failed, aborted.
select count(*) filter (where state = 'running') as running,
  count(*) filter (where state = 'completed') as completed,
  count(*) filter (where state = 'failed') as failed,
  count(*) filter (where state = 'aborted') as aborted
from run;
