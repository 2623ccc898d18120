-- Writes what somebody asks for. $1 kind export_kind, $2 parameters jsonb, $3 requested_by text,
-- $4 requested_at timestamptz. Returns task_id.
insert into export_task (kind, parameters, requested_by, requested_at)
values ($1, $2, $3, $4)
returning task_id;
