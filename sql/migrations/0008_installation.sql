-- What tells these books from all others, so that queues of several on one Redis never meet.
create table installation (
  installation_id uuid not null constraint installation_pk primary key,
  made_at timestamptz not null default now()
);
create unique index installation_single_uq on installation ((true));
insert into installation (installation_id) values (gen_random_uuid());
