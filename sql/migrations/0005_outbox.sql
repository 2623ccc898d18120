-- The outbox (ADR 0013): whatever leaves a transaction is a row of it, relayed to the queue afterwards.

-- waiting: for the relay; relayed: in the queue, or in the hands of a worker; done: its effect is there;
-- failed: given up, until somebody asks for it again.
create type outbox_state as enum ('waiting', 'relayed', 'done', 'failed');

create table outbox (
  outbox_id bigint generated always as identity constraint outbox_pk primary key,
  topic text collate "C" not null constraint outbox_topic_form check (topic ~ '^[a-z]+(-[a-z]+)*$'),
  key text collate "C" not null, -- lets whoever receives it know a second copy
  payload jsonb not null,
  state outbox_state not null default 'waiting',
  created_at timestamptz not null default clock_timestamp(), -- these are of the real clock
  relayed_at timestamptz,
  done_at timestamptz,
  attempts integer not null default 0, -- how often it was relayed
  failure jsonb, -- code, details and sentence of what cannot heal
  constraint outbox_key_uq unique (topic, key),
  constraint outbox_failed_says_why check ((state = 'failed') = (failure is not null))
);
-- What is open is little, however much was ever sent.
create index outbox_waiting_ix on outbox (outbox_id) where state = 'waiting';
create index outbox_relayed_ix on outbox (outbox_id) where state = 'relayed';
create index outbox_failed_ix on outbox (outbox_id) where state = 'failed';
create index outbox_done_ix on outbox (done_at) where state = 'done';
