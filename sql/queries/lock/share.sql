-- Keeps what takes the lock of R-R2 on every settlee out until the transaction ends. No parameters.
select pg_advisory_xact_lock_shared(22861, 0);
