-- Takes the lock of R-R2 on every settlee until the transaction ends, naming the holder for others.
-- $1 what text. Returns locked.
select pg_try_advisory_xact_lock(22861, 0) as locked, set_config('application_name', $1::text, true);
