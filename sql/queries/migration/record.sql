-- Records a migration, in the transaction that applies it.
-- Parameters: $1 name, $2 checksum. Returns: nothing.
insert into schema_migration (name, checksum) values ($1, $2);
