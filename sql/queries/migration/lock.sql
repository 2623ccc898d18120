-- Lets one process migrate at a time, until its transaction ends; the number means "yuejie migrates".
-- Parameters: none. Returns: nothing of use.
select pg_advisory_xact_lock(8920171104);
