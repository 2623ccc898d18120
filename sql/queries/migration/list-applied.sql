-- The migrations that this database has seen. Fails with 42P01 where it has seen none.
-- Parameters: none. Returns: name, checksum (SHA-256 of the file, hex), ascending by name.
select name, checksum
from schema_migration
order by name;
