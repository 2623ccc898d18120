-- Forgets an import that changed nothing. $1 import_id bigint.
delete from import_batch where import_id = $1;
