-- Records that a run begins. $1 period, $2 settlees text[] or null, $3 actor, $4 started_at, $5 mode,
-- $6 service_fee_rates jsonb. Returns run_id.
insert into run (period, settlees, actor, import_id, state, started_at, mode, service_fee_rates)
values ($1, $2, $3, coalesce((select max(import_id) from import_batch), 0), 'running', $4, $5, $6)
returning run_id;
