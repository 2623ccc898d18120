-- Payments and top-ups (spec §7 step 7, R-S4): batches, attempts, what the bank answers, money that came in.

-- What finance hands to the bank in one file. The number is the file's message id, and unique for ever.
create table payment_batch (
  batch_no text collate "C" not null constraint payment_batch_pk primary key
    constraint payment_batch_no_form check (batch_no ~ '^YJ[0-9]{8}-[0-9A-Z]{8}$'),
  prepared_by text not null,
  prepared_at timestamptz not null,
  wanted_on date not null, -- the day the preparer wants it paid
  released_by text,
  released_at timestamptz,
  -- Only what was released has a file, and the file can be made again from here, byte by byte.
  execution_date date,
  payment_count integer,
  control_sum numeric(24, 2),
  debtor_name text,
  debtor_account_cipher text, -- AES-256-GCM
  debtor_bank_code text,
  file_format text collate "C" constraint payment_batch_format_known check (file_format in ('pain.001', 'csv')),
  file_sha256 bytea,
  -- R-W2: who prepares a payment cannot release it.
  constraint payment_batch_two_people check (not same_person(prepared_by, released_by)),
  constraint payment_batch_released_whole check (num_nulls(released_by, released_at, execution_date, payment_count,
    control_sum, debtor_name, debtor_account_cipher, debtor_bank_code, file_format, file_sha256) in (0, 10)),
  constraint payment_batch_not_empty check (payment_count > 0 and control_sum > 0)
);
create function refuse_changed_batch() returns trigger language plpgsql as $$
declare
  changeable text[] := '{debtor_account_cipher}'; -- keys change
begin
  if tg_op = 'UPDATE' and old.released_by is null then
    changeable := '{released_by,released_at,execution_date,payment_count,control_sum,debtor_name,debtor_account_cipher,
      debtor_bank_code,file_format,file_sha256}';
  end if;
  if tg_op = 'DELETE' or to_jsonb(new) - changeable is distinct from to_jsonb(old) - changeable then
    raise exception 'R-W3: payment batch % stands as it was prepared and released', old.batch_no
      using errcode = 'YJ001';
  end if;
  return new;
end $$;
create trigger payment_batch_append_only before update or delete on payment_batch
  for each row execute function refuse_changed_batch();
create trigger payment_batch_kept before truncate on payment_batch
  for each statement execute function refuse_rewriting();

create type payment_state as enum ('prepared', 'released', 'paid', 'bounced', 'withdrawn');

-- One order to the bank to pay one statement, under an id of its own by which the bank answers.
create table payment_attempt (
  end_to_end_id text collate "C" not null constraint payment_attempt_pk primary key
    constraint payment_attempt_id_form check (end_to_end_id ~ '^[0-9A-Z-]{1,35}$'),
  batch_no text collate "C" not null constraint payment_attempt_batch_fk references payment_batch,
  place_no integer not null, -- in the batch, from 1
  statement_no text collate "C" not null,
  version integer not null,
  settlee_no text collate "C" not null constraint payment_attempt_settlee_fk references partner,
  period text collate "C" not null,
  amount numeric(24, 2) not null constraint payment_attempt_amount_positive check (amount > 0),
  creditor_name text not null,
  creditor_account_cipher text not null, -- encrypted as the settlee's own is, for its place
  creditor_account_hash text not null,
  creditor_bank_code text not null constraint payment_attempt_bank_code check (creditor_bank_code ~ '^[0-9]{12}$'),
  creditor_bank_name text,
  state payment_state not null default 'prepared',
  ended_at timestamptz, -- when it was last said to be paid, bounced or withdrawn, by the clock of the business
  ended_by text, -- who withdrew it, or imported the bank's word
  reason text, -- the bank's, or why it was withdrawn
  -- What the last word rests on: a booking outweighs a report, a later one an earlier one.
  evidence_booked boolean,
  evidence_at text collate "C", -- the day of a booking, the instant of a report (UTC)
  constraint payment_attempt_place_uq unique (batch_no, place_no),
  constraint payment_attempt_ended_whole check (
    (state in ('prepared', 'released')) = (ended_at is null) and (ended_at is null) = (ended_by is null)),
  constraint payment_attempt_reason_whole check (
    state in ('bounced', 'withdrawn') = (reason is not null)),
  constraint payment_attempt_evidence_whole check (
    (state in ('paid', 'bounced')) = (evidence_booked is not null)
    and (evidence_booked is null) = (evidence_at is null))
);
-- Nothing is paid twice (R-R2): one attempt of a statement that is neither bounced nor withdrawn.
create unique index payment_attempt_standing_uq on payment_attempt (statement_no)
  where state not in ('bounced', 'withdrawn');
create index payment_attempt_statement_ix on payment_attempt (statement_no);
create index payment_attempt_period_ix on payment_attempt (period);

create function guard_payment_attempt() returns trigger language plpgsql as $$
declare
  changeable text[] := '{state,ended_at,ended_by,reason,evidence_booked,evidence_at,creditor_account_cipher,
    creditor_account_hash}';
begin
  if tg_op = 'INSERT' then
    if new.state <> 'prepared' or exists (select from payment_batch b
      where b.batch_no = new.batch_no and b.released_by is not null) then
      raise exception 'R-W2: payment % was not prepared before its batch was released', new.end_to_end_id
        using errcode = 'YJ002';
    end if;
    return new;
  end if;
  if tg_op = 'DELETE' or to_jsonb(new) - changeable is distinct from to_jsonb(old) - changeable then
    raise exception 'R-W3: payment % stands as it was prepared', old.end_to_end_id using errcode = 'YJ001';
  end if;
  if new.state <> old.state and (old.state::text, new.state::text) not in (('prepared', 'released'),
      ('prepared', 'withdrawn'), ('released', 'paid'), ('released', 'bounced'), ('paid', 'bounced'),
      ('bounced', 'paid')) then
    raise exception 'R-R2: payment % is %, and cannot become %', old.end_to_end_id, old.state, new.state
      using errcode = 'YJ001';
  end if;
  if old.state = 'paid' and new.state = 'bounced' and not new.evidence_booked then
    raise exception 'R-R2: payment % is paid, and only money that came back undoes it', old.end_to_end_id
      using errcode = 'YJ001';
  end if;
  if new.state = 'released' and not exists (select from payment_batch b
    where b.batch_no = new.batch_no and b.released_by is not null) then
    raise exception 'R-W2: payment % is released by nobody', new.end_to_end_id using errcode = 'YJ002';
  end if;
  return new;
end $$;
create trigger payment_attempt_guarded before insert or update or delete on payment_attempt
  for each row execute function guard_payment_attempt();
create trigger payment_attempt_kept before truncate on payment_attempt
  for each statement execute function refuse_rewriting();

-- No statement is being paid, paid or bounced but by an attempt that is, whoever writes the record (R-W2, R-R2).
create function require_payment_attempt() returns trigger language plpgsql as $$
declare
  needed payment_state := case new.event when 'release_payment' then 'released'
    when 'confirm_payment' then 'paid' else 'bounced' end;
begin
  if not exists (
    select from payment_attempt a
    join payment_batch b on b.batch_no = a.batch_no
    join statement s on s.statement_no = a.statement_no and s.version = a.version and s.amount = a.amount
    where a.statement_no = new.statement_no and a.state = needed
      and (new.event <> 'release_payment' or same_person(b.released_by, new.actor))) then
    raise exception 'R-R2: % of % rests on no payment that is %', new.event, new.statement_no, needed
      using errcode = 'YJ001';
  end if;
  return new;
end $$;
create trigger transition_rests_on_payment before insert on transition
  for each row when (new.event in ('release_payment', 'confirm_payment', 'bounce_payment'))
  execute function require_payment_attempt();

-- Every file of the bank that was read, by its content.
create table bank_file (
  bank_file_id bigint generated always as identity constraint bank_file_pk primary key,
  sha256 bytea not null constraint bank_file_sha256_uq unique,
  name text not null,
  format text collate "C" not null
    constraint bank_file_format_known check (format in ('pain.002', 'camt.054', 'csv')),
  imported_by text not null,
  imported_at timestamptz not null
);
create trigger bank_file_append_only before update or delete or truncate on bank_file
  for each statement execute function refuse_rewriting();

create type bank_answer_outcome as enum ('applied', 'repeated', 'outdated', 'noted', 'conflict', 'unknown');

-- Every answer of every file, once: what was said, what became of it. One that was in conflict or unknown is judged
-- again when it comes again, and then stands here a second time with what became of it.
create table bank_answer (
  answer_key bytea not null, -- a hash of all that it says
  outcome bank_answer_outcome not null,
  bank_file_id bigint not null constraint bank_answer_file_fk references bank_file,
  place text not null, -- in the file
  end_to_end_id text collate "C", -- null: it names none
  status text collate "C" not null, -- the bank's code, or the word of a CSV file
  amount numeric(24, 5), -- null: not said
  currency text collate "C",
  said_at text collate "C" not null,
  bank_reference text collate "C",
  reason text,
  what text, -- why it is in conflict
  answered_at timestamptz not null, -- when it was imported
  constraint bank_answer_pk primary key (answer_key, outcome)
);
create index bank_answer_payment_ix on bank_answer (end_to_end_id);
create trigger bank_answer_append_only before update or delete or truncate on bank_answer
  for each statement execute function refuse_rewriting();

-- Money that settlees paid back on a deficit (R-S4).
create table top_up (
  reference text collate "C" not null constraint top_up_pk primary key
    constraint top_up_reference_form check (reference ~ '^[^[:cntrl:]]{1,70}$'),
  statement_no text collate "C" not null,
  version integer not null,
  amount numeric(18, 2) not null constraint top_up_amount_positive check (amount > 0),
  received_on date not null,
  recorded_by text not null,
  recorded_at timestamptz not null
);
create index top_up_statement_ix on top_up (statement_no, received_on);
create trigger top_up_append_only before update or delete or truncate on top_up
  for each statement execute function refuse_rewriting();

-- No more than is owed, and no statement is topped up before all of it has come (R-S4).
create function require_top_up() returns trigger language plpgsql as $$
declare
  owed numeric;
  received numeric;
begin
  select -s.amount, coalesce((select sum(t.amount) from top_up t
    where t.statement_no = s.statement_no and t.version = s.version), 0)
  into owed, received from statement s where s.statement_no = new.statement_no;
  if received > owed or (new.to_status = 'top_up_received') <> (received = owed) then
    raise exception 'R-S4: % of % was received, not %', received, new.statement_no, owed using errcode = 'YJ001';
  end if;
  return new;
end $$;
create trigger transition_rests_on_top_up before insert on transition
  for each row when (new.event = 'receive_top_up') execute function require_top_up();
-- What was paid back in part cannot become another amount.
create function refuse_recall_of_topped_up() returns trigger language plpgsql as $$
begin
  if exists (select from top_up t where t.statement_no = new.statement_no) then
    raise exception 'R-S4: % was paid back in part and cannot be recalled', new.statement_no using errcode = 'YJ001';
  end if;
  return new;
end $$;
create trigger transition_leaves_top_up before insert on transition
  for each row when (new.event in ('recall', 'answer_by_recall', 'recall_for_rate'))
  execute function refuse_recall_of_topped_up();

-- The id of the key that something was encrypted under; ids may hold dots, what follows them does not.
create function cipher_key_id(cipher text) returns text language sql immutable as
  $$ select substring(cipher from '^v1\.(.+)\.[^.]+$') $$;
