-- Keeps what an import changed. $1 import_id bigint, $2 summary jsonb.
update import_batch set summary = $2 where import_id = $1;
