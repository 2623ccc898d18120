-- Changes of users, and reminders that went out (R-W2, R-W6).

-- Who made whom a user of which roles; only added to.
create table user_change (
  change_no bigint generated always as identity constraint user_change_pk primary key,
  user_name text collate "C" not null,
  -- added, changed, disabled, enabled, password: a new one-time password
  kind text collate "C" not null constraint user_change_kind_known
    check (kind in ('added', 'changed', 'disabled', 'enabled', 'password')),
  roles text[] not null, -- afterwards
  departments text[] not null,
  settlee_no text collate "C",
  actor text not null,
  at timestamptz not null
);
create trigger user_change_append_only before update or delete or truncate on user_change
  for each statement execute function refuse_rewriting();

-- Reminders of an invoice, once a stage of a due day; a later request, or a day that a pause has moved, begins anew.
-- The outbox forgets, this does not.
create table invoice_reminder (
  statement_no text collate "C" not null,
  requested_at timestamptz not null, -- when the step began: the request, or the refusal that repeats it
  due_on date not null,
  stage text collate "C" not null constraint invoice_reminder_stage_known
    check (stage in ('seven_days', 'one_day', 'overdue')),
  reminded_at timestamptz not null,
  constraint invoice_reminder_pk primary key (statement_no, requested_at, due_on, stage)
);
