-- The record of migrations, made before the first. Under the lock: `if not exists` alone can collide.
-- Parameters: none. Returns: nothing.
create table if not exists schema_migration (
  name text collate "C" not null constraint schema_migration_pk primary key,
  checksum text not null,
  applied_at timestamptz not null default clock_timestamp()
);
