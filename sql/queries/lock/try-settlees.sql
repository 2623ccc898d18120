-- Takes the lock of R-R2 on some settlees until the transaction ends: shared on the whole, exclusive on
-- each. A hash that collides refuses too much, never too little.
-- $1 settlees text[], $2 what text. Returns locked.
select pg_try_advisory_xact_lock_shared(22861, 0)
  and (
    select coalesce(bool_and(pg_try_advisory_xact_lock(22862, hashtext(s))), true)
    from unnest($1::text[]) s
  ) as locked,
  set_config('application_name', $2::text, true);
