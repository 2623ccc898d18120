-- Notices by e-mail and SMS (spec §7, R-W6, R-W8): what people are told, once each, and how far every copy has
-- come. Instants here are of the real clock, except that of what happened.

create type notice_channel as enum ('email', 'sms');
-- waiting: for its job; sent: the server has taken it; failed: refused for good, or given up; skipped: not to be
-- sent, for the reason that it carries.
create type notice_delivery_state as enum ('waiting', 'sent', 'failed', 'skipped');

create table notice (
  notice_key text collate "C" not null constraint notice_pk primary key,
  kind text collate "C" not null constraint notice_kind_form check (kind ~ '^[a-z]+(_[a-z]+)*$'),
  addressee text collate "C" not null
    constraint notice_addressee_form check (addressee = 'staff' or addressee ~ '^settlee:.'),
  locale text not null constraint notice_locale_known check (locale in ('zh-CN', 'en')),
  happened_at timestamptz not null, -- by the clock of the business
  details jsonb not null,
  statement_no text collate "C" generated always as (details->>'statementNo') stored,
  period text collate "C" generated always as (details->>'period') stored,
  is_kept_as_file boolean not null, -- somebody could not be told otherwise
  resolved_at timestamptz not null default clock_timestamp()
);
create index notice_statement_ix on notice (statement_no) where statement_no is not null;
create index notice_period_ix on notice (period) where period is not null;

-- A copy of a notice. Its recipient is a reference: `settlee:<partner_no>`, `user:<name>`, or `address:<hash>` of one
-- that the settings name. Addresses are looked up when it is sent, so that a corrected one serves.
create table notice_delivery (
  delivery_id bigint generated always as identity constraint notice_delivery_pk primary key,
  notice_key text collate "C" not null constraint notice_delivery_notice_fk references notice,
  channel notice_channel not null,
  recipient text collate "C" not null
    constraint notice_delivery_recipient_form check (recipient ~ '^(settlee|user|address):.'),
  state notice_delivery_state not null,
  round integer not null default 1, -- one more each time somebody asks for it again; fences its earlier jobs
  attempts integer not null default 0, -- of this round
  since timestamptz not null default clock_timestamp(), -- the round's beginning
  attempted_at timestamptz,
  sent_at timestamptz,
  address_masked text not null default '',
  address_hash text collate "C", -- what the limit an hour counts by
  message_id text collate "C", -- the same for each copy that one round may send
  reason text collate "C", -- a code of the error catalogue
  reason_details jsonb,
  constraint notice_delivery_key_uq unique (notice_key, channel, recipient),
  constraint notice_delivery_sent_when check (state <> 'sent' or sent_at is not null),
  constraint notice_delivery_says_why check (state not in ('failed', 'skipped') or reason is not null)
);
-- What is open is little, however much was ever sent.
create index notice_delivery_open_ix on notice_delivery (state, delivery_id) where state in ('waiting', 'failed');
create index notice_delivery_recipient_ix on notice_delivery (recipient, delivery_id);
create index notice_delivery_hour_ix on notice_delivery (address_hash, sent_at) where address_hash is not null;

-- Who wants no reminders; of duties everybody is told.
create table notice_opt_out (
  recipient text collate "C" not null constraint notice_opt_out_pk primary key
    constraint notice_opt_out_recipient_form check (recipient ~ '^(settlee|user):.'),
  opted_out boolean not null,
  changed_at timestamptz not null,
  changed_by text not null
);
