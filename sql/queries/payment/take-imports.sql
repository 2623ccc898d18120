-- Files of the bank are imported one after the other: waits until others are through. No parameters.
select pg_advisory_xact_lock(22866, 0);
