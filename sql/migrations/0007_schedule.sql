-- Months that run by themselves, and facts that arrive by themselves (R-R6, R-W1; ADR 0014).

-- Years of the statutory calendar that an operator imported; the ones in the program are src/domain/statutory-years.ts.
create table calendar_year (
  year integer not null constraint calendar_year_pk primary key,
  source text not null, -- the State Council's notice
  days_off text[] not null, -- days, or spans from/to, as the notice lists them
  make_up_days text[] not null,
  imported_at timestamptz not null,
  actor text not null
);

-- The month before the first start of any scheduler: the first that is caught up where no setting names another.
create table schedule_start (
  only_row boolean not null default true constraint schedule_start_pk primary key
    constraint schedule_start_one check (only_row),
  first_period text collate "C" not null
    constraint schedule_start_period_form check (first_period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  started_at timestamptz not null
);

-- One row a month that was due, whichever of the schedulers saw it first: its key is what lets one run start.
create table scheduled_run (
  period text collate "C" not null constraint scheduled_run_pk primary key
    constraint scheduled_run_period_form check (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  planned_at timestamptz not null,
  -- waiting: for its facts, or for the month before it; missing: its facts did not come in time, staff were told;
  -- held: a month before it is in trouble, staff were told; started: run_id settles it; by_hand: somebody ran it
  state text not null constraint scheduled_run_state_known
    check (state in ('waiting', 'missing', 'held', 'started', 'by_hand')),
  run_id bigint constraint scheduled_run_run_fk references run
    constraint scheduled_run_run_uq unique,
  decided_at timestamptz not null,
  constraint scheduled_run_started_has_run check ((state = 'started') = (run_id is not null))
);

-- Days whose daily sweep was asked for.
create table daily_sweep (
  day date not null constraint daily_sweep_pk primary key,
  asked_at timestamptz not null
);

-- Folders that arrived in the inbox, in the order in which they are imported.
create table delivery (
  delivery_id bigint generated always as identity constraint delivery_pk primary key,
  name text collate "C" not null, -- the folder
  ready_stamp text collate "C" not null, -- READY's time and content: written again, it is another delivery
  completes text[] collate "C" not null, -- months whose facts are all here with it
  -- found: waits for its turn; asked: its import is in the outbox; delayed: could not be read, tried again;
  -- imported; repeated: what another delivery brought already; refused: nothing of it was stored
  state text not null constraint delivery_state_known
    check (state in ('found', 'asked', 'delayed', 'imported', 'repeated', 'refused')),
  found_at timestamptz not null,
  attempts integer not null default 0,
  asked_at timestamptz, -- by the real clock
  content_hash text collate "C", -- of its files
  ended_at timestamptz,
  summary jsonb, -- counts of each file, or of bad rows
  failure text, -- the catalogue's code
  constraint delivery_key_uq unique (name, ready_stamp)
);
-- One import at a time, so that newer facts are never followed by older ones.
create unique index delivery_one_asked_uq on delivery (state) where state = 'asked';
create index delivery_open_ix on delivery (delivery_id) where state in ('found', 'delayed');
create index delivery_hash_ix on delivery (content_hash) where state = 'imported';
