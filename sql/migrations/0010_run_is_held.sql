-- Whether a run lives: the queue keeps it, or the session of a process or of a shard shows that it works on it by the
-- advisory lock of class 22863 (sql/queries/lock/hold-run.sql, ADR 0015).
create function run_is_held(run run) returns boolean language sql stable as $$
  select run.mode = 'queue' or exists (
    select from pg_locks l
    where l.locktype = 'advisory' and l.granted and l.classid = 22863 and l.objid = run.run_id
      and l.database = (select oid from pg_database where datname = current_database()))
$$;
