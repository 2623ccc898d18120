-- Lets runs of one month end one after another (until the transaction ends), so that each sums what those before
-- it left. $1 run_id bigint.
select pg_advisory_xact_lock(22866, hashtext(period)) from run where run_id = $1;
