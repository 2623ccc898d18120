-- Runs still marked running though this process holds every settlee have died. $1 ended_at.
update run set state = 'aborted', ended_at = $1, failure = 'the process died'
where state = 'running';
