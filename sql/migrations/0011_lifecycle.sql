-- From draft to paid (spec §7): states of statements, the record of their transitions, recall, questions.

alter type statement_status rename to statement_status_before;
-- The order in which a month goes through them; src/domain/lifecycle.ts says which follow which.
create type statement_status as enum (
  'draft', 'in_review', 'sent', 'countersigning', 'countersigned', 'returned', 'questioned', 'recalled',
  'invoice_requested', 'invoice_submitted', 'invoice_received', 'invoice_verified', 'paying', 'paid',
  'payment_bounced', 'closed', 'deficit', 'top_up_due', 'top_up_received', 'void');
drop index statement_one_draft_uq;
drop trigger statement_locked on statement;
alter table statement alter column status type statement_status using status::text::statement_status;
drop type statement_status_before;

-- What a run replaces (R-R1): in review counts as draft; what was recalled is made again by the next run.
create function counts_as_draft(status statement_status) returns boolean language sql immutable as
  $$ select status in ('draft', 'in_review', 'recalled') $$;
-- One draft a key; what was recalled may stand beside a supplement until the next run puts them together.
create unique index statement_one_draft_uq
  on statement (period, settlee_no, type, output_tax_rate, service_fee_rate)
  where status in ('draft', 'in_review');

alter table statement
  add column sent_order bigint, -- the order in which statements were sent, whatever their clocks said
  add column version integer not null default 1, -- one more with every recall
  add column resumes_as statement_status, -- what a questioned statement is again when it is answered
  add column entered_at timestamptz, -- when its present step began (R-W1)
  add column invoice_requested_at timestamptz, -- the invoice's month counts from here, refused or not (R-W8)
  add column sign_round integer not null default 0, -- signatures of an earlier round no longer count
  add constraint statement_questioned_resumes check ((status = 'questioned') = (resumes_as is not null));
create sequence statement_sent_order_seq owned by statement.sent_order;
update statement s set sent_order = o.place, entered_at = s.sent_at
from (select statement_id, row_number() over (order by sent_at, statement_id) as place
  from statement where sent_at is not null) o
where o.statement_id = s.statement_id;
select setval('statement_sent_order_seq', coalesce(max(sent_order), 0) + 1, false) from statement;
update statement s set entered_at = r.started_at from run r where r.run_id = s.made_by_run and s.entered_at is null;
alter table statement alter column entered_at set not null;
create index statement_status_ix on statement (status, statement_no);
create index statement_settlee_ix on statement (settlee_no);

create or replace function refuse_change_of_sent_statement() returns trigger language plpgsql as $$
begin
  if not counts_as_draft(old.status) and (tg_op = 'DELETE' or
    (new.statement_no, new.run_period, new.period, new.settlee_no, new.type, new.output_tax_rate,
     new.service_fee_rate, new.line_count, new.amount, new.net_amount, new.tax_amount)
    is distinct from
    (old.statement_no, old.run_period, old.period, old.settlee_no, old.type, old.output_tax_rate,
     old.service_fee_rate, old.line_count, old.amount, old.net_amount, old.tax_amount)) then
    raise exception 'R-R1: statement % was sent and cannot change', old.statement_no using errcode = 'YJ001';
  end if;
  return coalesce(new, old);
end $$;
create trigger statement_locked before update or delete on statement
  for each row execute function refuse_change_of_sent_statement();

-- What a statement was when it was sent, kept when it is recalled (R-R1).
create table recalled_statement (
  statement_no text collate "C" not null,
  version integer not null,
  line_count integer not null,
  amount numeric(24, 2) not null,
  net_amount numeric(24, 2) not null,
  tax_amount numeric(24, 2) not null,
  status statement_status not null, -- before the recall
  sent_at timestamptz not null,
  sent_by text not null,
  recalled_at timestamptz not null,
  recalled_by text not null,
  reason text not null,
  constraint recalled_statement_pk primary key (statement_no, version)
);
create table recalled_line (
  statement_no text collate "C" not null,
  version integer not null,
  like locked_line,
  constraint recalled_line_pk primary key (statement_no, version, line_no),
  constraint recalled_line_statement_fk foreign key (statement_no, version) references recalled_statement
);
create table recalled_usage_item (
  statement_no text collate "C" not null,
  version integer not null,
  like locked_usage_item,
  constraint recalled_usage_item_pk primary key (statement_no, version, line_no, order_id),
  constraint recalled_usage_item_statement_fk foreign key (statement_no, version) references recalled_statement
);

-- The one exception to locking: lines of a statement that was recalled, and are on record (R-R1).
create function refuse_release() returns trigger language plpgsql as $$
begin
  if exists (select from released x left join statement s on s.statement_id = x.statement_id
    where s.status is distinct from 'recalled' or not exists (select from recalled_statement r
      where r.statement_no = s.statement_no and r.version = s.version - 1)) then
    raise exception 'R-R1: delete of % refused, what was sent never changes', tg_table_name
      using errcode = 'YJ001';
  end if;
  return null;
end $$;
drop trigger locked_line_append_only on locked_line;
create trigger locked_line_append_only before update or truncate on locked_line
  for each statement execute function refuse_change();
create trigger locked_line_released after delete on locked_line referencing old table as released
  for each statement execute function refuse_release();
drop trigger locked_usage_item_append_only on locked_usage_item;
create trigger locked_usage_item_append_only before update or truncate on locked_usage_item
  for each statement execute function refuse_change();
create trigger locked_usage_item_released after delete on locked_usage_item referencing old table as released
  for each statement execute function refuse_release();
create function refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception 'R-W3: % of % refused, the record is only added to', lower(tg_op), tg_table_name
    using errcode = 'YJ001';
end $$;
create trigger recalled_statement_append_only before update or delete or truncate on recalled_statement
  for each statement execute function refuse_rewriting();
create trigger recalled_line_append_only before update or delete or truncate on recalled_line
  for each statement execute function refuse_rewriting();
create trigger recalled_usage_item_append_only before update or delete or truncate on recalled_usage_item
  for each statement execute function refuse_rewriting();

-- The record (R-W3): every transition of every statement number, each entry hashed with the one before.
create table transition (
  statement_no text collate "C" not null,
  entry_no integer not null, -- from 1, without a gap
  event text collate "C" not null constraint transition_event_form check (event ~ '^[a-z]+(_[a-z]+)*$'),
  from_status statement_status, -- null: there was none
  to_status statement_status, -- null: there is none any more
  actor text not null,
  at timestamptz not null, -- by the clock of the business
  recorded_at timestamptz not null, -- by the real clock
  reason text,
  details text not null, -- JSON, as it was written: the hash is of these bytes
  previous_hash bytea not null, -- of the entry before; 32 zero bytes before the first
  hash bytea not null,
  constraint transition_pk primary key (statement_no, entry_no),
  constraint transition_details_json check (details::jsonb is not null)
);
create index transition_recorded_ix on transition (recorded_at);

-- What hashes are made of: a list of fields as JSON, so that no two lists read alike.
create function record_bytes(variadic fields text[]) returns bytea language sql immutable as
  $$ select convert_to(array_to_json(fields)::text, 'UTF8') $$;
create function transition_hash(entry transition) returns bytea language sql immutable as $$
  select sha256(entry.previous_hash || record_bytes(entry.statement_no, entry.entry_no::text, entry.event,
    entry.from_status::text, entry.to_status::text, entry.actor,
    to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    to_char(entry.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), entry.reason, entry.details))
$$;
-- Two people are one where their names differ only in case or in the space around them (R-W2).
create function same_person(one text, other text) returns boolean language sql immutable as
  $$ select lower(btrim(one)) = lower(btrim(other)) $$;

create function chain_transition() returns trigger language plpgsql as $$
declare
  last transition;
begin
  select * into last from transition t
  where t.statement_no = new.statement_no order by t.entry_no desc limit 1;
  new.entry_no := coalesce(last.entry_no, 0) + 1;
  new.previous_hash := coalesce(last.hash, decode(repeat('00', 32), 'hex'));
  new.recorded_at := clock_timestamp();
  if new.from_status is distinct from last.to_status then
    raise exception 'R-W3: % of % is recorded from %, its last entry left it %', new.event,
      new.statement_no, coalesce(new.from_status::text, 'nothing'),
      coalesce(last.to_status::text, 'nothing') using errcode = 'YJ001';
  end if;
  if new.event in ('review', 'approve', 'resend') and exists (
    select from statement s join run r on r.period = s.run_period
    where s.statement_no = new.statement_no and same_person(r.actor, new.actor)
      and (r.state = 'completed'
        or exists (select from run_shard d where d.run_id = r.run_id and d.state = 'done'))) then
    raise exception 'R-W2: % ran the period and cannot review it', new.actor using errcode = 'YJ002';
  end if;
  new.hash := transition_hash(new);
  return new;
end $$;
create trigger transition_chained before insert on transition
  for each row execute function chain_transition();
create trigger transition_append_only before update or delete or truncate on transition
  for each statement execute function refuse_rewriting();

-- No state changes without its record: at the end of its transaction a statement is what its last entry says.
create function refuse_unrecorded() returns trigger language plpgsql as $$
declare
  number text := coalesce(new.statement_no, old.statement_no);
  standing statement_status;
  recorded statement_status;
begin
  select s.status into standing from statement s where s.statement_no = number;
  select t.to_status into recorded from transition t
  where t.statement_no = number order by t.entry_no desc limit 1;
  if standing is distinct from recorded then
    raise exception 'R-W3: statement % is %, its record says %', number,
      coalesce(standing::text, 'gone'), coalesce(recorded::text, 'nothing') using errcode = 'YJ001';
  end if;
  return null;
end $$;
insert into transition (statement_no, event, to_status, actor, at, details)
select statement_no, 'adopt', status, 'system', coalesce(sent_at, entered_at),
  json_build_object('amount', amount::text, 'sentBy', sent_by)::text
from statement order by statement_no;
create constraint trigger statement_recorded after insert or delete or update of status on statement
  deferrable initially deferred for each row execute function refuse_unrecorded();

-- The heads of all chains, sealed day by day: a chain of its own, so that no entry can go from the end of one.
create table transition_seal (
  seal_no integer not null constraint transition_seal_pk primary key,
  day date not null constraint transition_seal_day_uq unique,
  sealed_at timestamptz not null, -- by the real clock
  head_count integer not null,
  previous_hash bytea not null,
  hash bytea not null
);
create table sealed_head (
  seal_no integer not null constraint sealed_head_seal_fk references transition_seal,
  statement_no text collate "C" not null,
  entry_no integer not null,
  hash bytea not null,
  constraint sealed_head_pk primary key (statement_no, entry_no)
);
create index sealed_head_seal_ix on sealed_head (seal_no, statement_no);
create trigger transition_seal_append_only before update or delete or truncate on transition_seal
  for each statement execute function refuse_rewriting();
create trigger sealed_head_append_only before update or delete or truncate on sealed_head
  for each statement execute function refuse_rewriting();

-- The departments that sign a statement in a round (step 3), as they were when it began, and what each said.
create table signature (
  statement_no text collate "C" not null,
  version integer not null,
  sign_round integer not null,
  department text not null,
  signer text, -- null: asked, not answered yet
  decision text constraint signature_decision_known check (decision in ('signed', 'refused')),
  signed_at timestamptz,
  constraint signature_pk primary key (statement_no, version, sign_round, department),
  constraint signature_whole check ((signer is null) = (decision is null) and (signer is null) = (signed_at is null))
);
-- Each department's signature is another person's (R-W2).
create unique index signature_person_uq on signature (statement_no, version, sign_round, lower(btrim(signer)))
  where signer is not null;
create function refuse_changed_signature() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.signer is not null then
    raise exception 'R-W3: the signature of % on % stands', old.department, old.statement_no
      using errcode = 'YJ001';
  end if;
  return new;
end $$;
create trigger signature_append_only before update or delete on signature
  for each row execute function refuse_changed_signature();

-- Questions about a sent statement or one of its lines (R-W4); the clock stops while one is open.
create table question (
  question_id bigint generated always as identity constraint question_pk primary key,
  statement_no text collate "C" not null,
  version integer not null,
  line_no integer, -- null: the whole statement
  raised_by text not null,
  raised_at timestamptz not null,
  text text not null,
  outcome text constraint question_outcome_known check (outcome in ('stands', 'corrected', 'recalled')),
  answer text,
  answered_by text,
  answered_at timestamptz,
  constraint question_answered_whole check (
    (outcome is null) = (answered_by is null) and (outcome is null) = (answered_at is null)
    and (outcome is null) = (answer is null))
);
create index question_statement_ix on question (statement_no, question_id);
create index question_open_ix on question (question_id) where outcome is null;
create function refuse_changed_question() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.outcome is not null
    or (new.statement_no, new.version, new.line_no, new.raised_by, new.raised_at, new.text)
      is distinct from (old.statement_no, old.version, old.line_no, old.raised_by, old.raised_at, old.text) then
    raise exception 'R-W3: question % stands as it was asked and answered', old.question_id
      using errcode = 'YJ001';
  end if;
  return new;
end $$;
create trigger question_append_only before update or delete on question
  for each row execute function refuse_changed_question();

-- Since when a settlee's business info was not certified, and until when: its statements wait (R-W5).
create table certification_gap (
  partner_no text collate "C" not null constraint certification_gap_partner_fk references partner,
  from_at timestamptz not null,
  until_at timestamptz, -- null: still
  constraint certification_gap_pk primary key (partner_no, from_at)
);
create unique index certification_gap_open_uq on certification_gap (partner_no) where until_at is null;
insert into certification_gap (partner_no, from_at)
select partner_no, now() from partner where business_info <> 'certified';
