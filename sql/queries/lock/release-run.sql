-- The process no longer works on the run. $1 run_id bigint.
select pg_advisory_unlock(22863, $1::bigint::integer);
