-- A run that has shards to do and is not dead: one of the queue, or one whose process holds it (R-R2).
-- $1 settlees text[] or null (all). Returns holder; no row where nothing is under way.
select format('run %s by %s (run %s, since %s)', r.period, r.actor, r.run_id,
  to_char(r.opened_at, 'HH24:MI:SS')) as holder
from run r
where r.state = 'running'
  and (r.settlees is null or $1::text[] is null or r.settlees && $1::text[])
  and run_is_held(r)
order by r.run_id
limit 1;
