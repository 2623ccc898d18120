-- Keeps what takes the lock of R-R2 on every settlee out until the transaction ends, naming the holder.
-- $1 what text.
select pg_advisory_xact_lock_shared(22861, 0), set_config('application_name', $1::text, true);
