-- A file of the bank, known by its content. $1 sha256 in hex text, $2 name text, $3 format text, $4 imported_by text,
-- $5 imported_at timestamptz. Returns bank_file_id, of the earlier import where there was one.
with inserted as (
  insert into bank_file (sha256, name, format, imported_by, imported_at)
  values (decode($1, 'hex'), $2, $3, $4, $5)
  on conflict (sha256) do nothing
  returning bank_file_id
)
select bank_file_id from inserted
union
select bank_file_id from bank_file where sha256 = decode($1, 'hex')
order by bank_file_id;
