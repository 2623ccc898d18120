-- Shows until the session ends that a process works on a run; its shards show it too, and nobody takes this
-- lock for itself alone. $1 run_id bigint, $2 what text.
select pg_advisory_lock_shared(22863, $1::bigint::integer), set_config('application_name', $2::text, false);
