-- Keeps others from deciding which delivery comes next until the transaction ends; waits.
select pg_advisory_xact_lock(22864, 0);
