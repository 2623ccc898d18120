-- Opens an import. $1 imported_at timestamptz, $2 actor text. Returns import_id.
insert into import_batch (imported_at, actor, summary) values ($1, $2, '{}') returning import_id;
