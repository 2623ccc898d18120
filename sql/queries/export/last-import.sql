-- When the facts last changed; none yet: no row. No parameters. Returns imported_at.
select imported_at from import_batch order by import_id desc limit 1;
