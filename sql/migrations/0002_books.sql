-- The books (spec §5, §6): runs, statements and their lines, outcomes, reconciliation.
-- Lines of drafts and lines of sent statements live in two tables of one shape: a draft is scratch
-- that a re-run replaces, the locked table only ever grows (ADR 0003).

create type statement_type as enum ('base', 'assessment');
create type statement_status as enum
  ('draft', 'sent', 'closed', 'deficit', 'top_up_due');
create type line_kind as enum ('order', 'usage', 'refund', 'adjustment', 'brought_forward', 'set_off');
create type order_outcome_kind as enum ('settled', 'carried', 'excluded');

create table run (
  run_id bigint generated always as identity constraint run_pk primary key,
  period text collate "C" not null constraint run_period_form check (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  settlees text[] collate "C", -- null: all
  actor text not null,
  import_id bigint not null, -- the newest import the run saw
  -- failed: did not balance, blocks approval (R-R5); aborted: ended without touching the books
  state text not null constraint run_state_known check (state in ('running', 'completed', 'failed', 'aborted')),
  started_at timestamptz not null,
  ended_at timestamptz,
  summary jsonb,
  failure text
);
create index run_period_ix on run (period, run_id);

create table statement (
  statement_id bigint generated always as identity constraint statement_pk primary key,
  statement_no text collate "C" not null constraint statement_no_uq unique,
  run_period text collate "C" not null, -- the month whose run made it
  period text collate "C" not null, -- its label: a month, or a quarter (R-E10)
  settlee_no text collate "C" not null constraint statement_settlee_fk references partner,
  type statement_type not null,
  output_tax_rate numeric(9, 6) not null,
  service_fee_rate numeric(9, 6) not null,
  sequence_no integer not null constraint statement_sequence_range check (sequence_no >= 1),
  line_count integer not null,
  amount numeric(24, 2) not null,
  net_amount numeric(24, 2) not null,
  tax_amount numeric(24, 2) not null,
  status statement_status not null,
  made_by_run bigint not null constraint statement_made_fk references run, -- the run that wrote its lines
  sent_at timestamptz,
  sent_by text,
  constraint statement_key_uq unique (period, settlee_no, type, output_tax_rate, service_fee_rate, sequence_no),
  constraint statement_net_and_tax check (net_amount + tax_amount = amount)
);
-- At most one draft a key: what comes later for a sent one is a supplement (R-R1).
create unique index statement_one_draft_uq
  on statement (period, settlee_no, type, output_tax_rate, service_fee_rate) where status = 'draft';
create index statement_run_period_ix on statement (run_period, settlee_no);

create table draft_line (
  statement_id bigint not null,
  line_no integer not null,
  kind line_kind not null,
  reversal boolean not null, -- what was settled at an old tax rate, taken back (R-A10)
  order_id bigint, -- null: usage, brought forward, set off
  product_no text collate "C",
  partner_no text collate "C",
  usage_month text collate "C", -- usage only (R-A7)
  rule text collate "C",
  deal_amount numeric(24, 2),
  floor_amount numeric(24, 2),
  cash_consumption numeric(24, 2),
  share_base numeric(24, 3), -- half of a cent is possible: 50 % of cash consumption
  ratio numeric(9, 6),
  output_tax_rate numeric(9, 6) not null,
  service_fee_rate numeric(9, 6) not null,
  settleable_ratio numeric(9, 6),
  completes_amount numeric(24, 2), -- R-A9: the entitlements this refund brings to zero, else null
  earlier_amount numeric(24, 2) not null, -- what earlier lines of the order settled at this tax rate
  amount numeric(24, 2) not null,
  settleable_at timestamptz,
  source_statement_id bigint, -- brought forward and set off: the other statement; usage adjustment: the adjusted line
  source_line_no integer,
  run_id bigint not null,
  constraint draft_line_pk primary key (statement_id, line_no)
);
-- An order is on one open line at most (R-R2); beside it, a change of tax rate takes back what stands at others.
create unique index draft_line_order_uq on draft_line (order_id) where not reversal;
create unique index draft_line_reversal_uq on draft_line (order_id, output_tax_rate) where reversal;

create table locked_line (
  like draft_line,
  constraint locked_line_pk primary key (statement_id, line_no),
  constraint locked_line_statement_fk foreign key (statement_id) references statement
);
create index locked_line_order_ix on locked_line (order_id) where order_id is not null;
-- A deficit is brought forward once (R-S4).
create unique index locked_line_brought_forward_uq
  on locked_line (source_statement_id) where kind = 'brought_forward';
create unique index draft_line_brought_forward_uq
  on draft_line (source_statement_id) where kind = 'brought_forward';

-- The orders of a usage line or of its adjustment, each with what it added to the line's base (R-A7).
create table draft_usage_item (
  statement_id bigint not null,
  line_no integer not null,
  order_id bigint not null constraint draft_usage_item_pk primary key,
  share_base numeric(24, 3) not null,
  first_statement_id bigint, -- the usage line first settled on; null: this one
  first_line_no integer
);
create index draft_usage_item_line_ix on draft_usage_item (statement_id, line_no);

create table locked_usage_item (
  statement_id bigint not null,
  line_no integer not null,
  order_id bigint not null,
  share_base numeric(24, 3) not null,
  first_statement_id bigint not null,
  first_line_no integer not null,
  constraint locked_usage_item_pk primary key (order_id, statement_id, line_no)
);
create index locked_usage_item_line_ix on locked_usage_item (statement_id, line_no);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'R-R1: % of % refused, what was sent never changes', lower(tg_op), tg_table_name
    using errcode = 'YJ001';
end $$;
create trigger locked_line_append_only before update or delete or truncate on locked_line
  for each statement execute function refuse_change();
create trigger locked_usage_item_append_only before update or delete or truncate on locked_usage_item
  for each statement execute function refuse_change();

create function refuse_change_of_sent_statement() returns trigger language plpgsql as $$
begin
  if old.status <> 'draft' and (tg_op = 'DELETE' or
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

-- Orders in scope of the last run of a period that are not settled; settled ones are read from the lines.
create table order_outcome (
  period text collate "C" not null,
  order_id bigint not null,
  settlee_no text collate "C", -- null: no partner bound
  outcome order_outcome_kind not null constraint order_outcome_not_settled check (outcome <> 'settled'),
  reasons integer not null constraint order_outcome_has_reason check (reasons <> 0), -- bits, R-E order
  cash_consumption numeric(18, 2) not null,
  constraint order_outcome_pk primary key (period, order_id)
);
create index order_outcome_order_ix on order_outcome (order_id);

-- Orders on lines of a month that its last run found on a draft of another period: out of its scope (R-E12).
create table order_out_of_scope (
  period text collate "C" not null,
  order_id bigint not null,
  constraint order_out_of_scope_pk primary key (period, order_id)
);

-- What a run settled of each settlee, in count and cash consumption as they were then (R-R5); the orders it
-- left unsettled keep their own in order_outcome.
create table reconciliation (
  period text collate "C" not null,
  settlee_no text collate "C" not null,
  order_count bigint not null,
  cash_consumption numeric(24, 2) not null,
  run_id bigint not null constraint reconciliation_run_fk references run,
  constraint reconciliation_pk primary key (period, settlee_no)
);

create view line as
  select true as is_locked, locked_line.* from locked_line
  union all
  select false, draft_line.* from draft_line;
create view usage_item as
  select true as is_locked, locked_usage_item.* from locked_usage_item
  union all
  select false, draft_usage_item.* from draft_usage_item;

-- Every order in scope of a month's last run, counted once: by settlee ('' without a partner), outcome and the
-- reason it is counted under, its first one (of an excluded order: the first excluding one); 0: settled.
create view period_scope as
  select period, settlee_no, 'settled'::order_outcome_kind as outcome, 0 as reason, order_count,
    cash_consumption
  from reconciliation
  union all
  select period, settlee_no, outcome, reason, count(*), sum(cash_consumption)
  from (
    select period, coalesce(settlee_no, '') as settlee_no, outcome, cash_consumption,
      case outcome when 'excluded' then (reasons & 992) & -(reasons & 992) else reasons & -reasons end
        as reason
    from order_outcome
  ) counted
  group by period, settlee_no, outcome, reason;
