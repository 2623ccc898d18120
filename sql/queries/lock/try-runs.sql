-- Until the transaction ends: opening a run takes this alone, approving shares it, so that neither happens
-- in the middle of the other. $1 alone boolean. Returns locked.
select case when $1::boolean then pg_try_advisory_xact_lock(22864, 0)
  else pg_try_advisory_xact_lock_shared(22864, 0) end as locked;
