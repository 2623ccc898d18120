-- Shows until the transaction ends that a shard of a run is in hand. $1 run_id bigint, $2 what text.
select pg_advisory_xact_lock_shared(22863, $1::bigint::integer), set_config('application_name', $2::text, true);
