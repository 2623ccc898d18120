-- Ends the sessions that work for a process which was told to stop: what they had not committed rolls back.
-- $1 int4[]: their server process ids. Returns one row a session that was still there.
select pg_terminate_backend(pid) as told
from pg_stat_activity
where pid = any ($1::int4[]) and datname = current_database()
order by pid;
