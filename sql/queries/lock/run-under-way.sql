-- A run that has shards to do and is not dead: one of the queue, or one whose process holds it (R-R2).
-- $1 settlees text[] or null (all). Returns holder; no row where nothing is under way.
select format('run %s by %s (run %s, since %s)', r.period, r.actor, r.run_id,
  to_char(r.opened_at, 'HH24:MI:SS')) as holder
from run r
where r.state = 'running'
  and (r.settlees is null or $1::text[] is null or r.settlees && $1::text[])
  and (r.mode = 'queue' or exists (
    select from pg_locks l
    where l.locktype = 'advisory' and l.granted and l.classid = 22863 and l.objid = r.run_id
      and l.database = (select oid from pg_database where datname = current_database())))
order by r.run_id
limit 1;
