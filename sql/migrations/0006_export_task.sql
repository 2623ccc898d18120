-- Export tasks (spec §8): what somebody asked to take away, how far it has come, and the file that came of it.

create type export_kind as enum ('statement', 'period', 'transactions', 'outcomes');
create type export_state as enum ('waiting', 'running', 'done', 'failed', 'expired');

create table export_task (
  task_id bigint generated always as identity constraint export_task_pk primary key,
  kind export_kind not null,
  parameters jsonb not null, -- what was asked for, in the form of src/exports/tasks/export-request.ts
  requested_by text not null,
  requested_at timestamptz not null,
  -- A running task whose lock nobody holds was left by a maker that died; whoever comes next makes it.
  state export_state not null default 'waiting',
  attempts integer not null default 0, -- the number fences: an earlier attempt is not heard any more
  rows_done bigint not null default 0,
  rows_total bigint,
  ended_at timestamptz,
  -- The file: named for people, found in the storage by its key, with what it holds and comes to.
  file_name text,
  object_key text collate "C" constraint export_task_object_uq unique,
  size_bytes bigint,
  row_count bigint,
  control_total numeric(24, 2),
  sha256 text collate "C", -- of the bytes of the file
  content_sha256 text collate "C", -- of its rows; stands in the file as well
  expires_at timestamptz,
  failure jsonb, -- code and details of the error catalogue, and whether trying again can help
  constraint export_task_done_has_file check (state <> 'done' or (
    file_name is not null and object_key is not null and size_bytes is not null and row_count is not null
    and control_total is not null and sha256 is not null and content_sha256 is not null
    and ended_at is not null and expires_at is not null)),
  constraint export_task_failed_says_why check ((state = 'failed') = (failure is not null))
);
-- What the sweep looks for; finished tasks stay in the table as a record.
create index export_task_expiry_ix on export_task (expires_at) where state = 'done';
create index export_task_running_ix on export_task (task_id) where state = 'running';
