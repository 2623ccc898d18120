-- The delivery that brought these very files. $1 content_hash. Returns name, ended_at; no row where none did.
select name, ended_at from delivery where content_hash = $1 and state = 'imported'
order by delivery_id limit 1;
