-- Who holds a lock of R-R2 in this database, in the words it gave. Returns holder, since.
select a.application_name as holder, to_char(a.xact_start, 'HH24:MI:SS') as since
from pg_locks l
join pg_stat_activity a on a.pid = l.pid
where l.locktype = 'advisory' and l.granted and l.classid in (22861, 22862, 22864)
  and l.database = (select oid from pg_database where datname = current_database())
  and l.pid <> pg_backend_pid()
order by a.xact_start
limit 1;
