-- A run is settled in shards of settlees that commit on their own (R-R2, R-R5, R-E14; ADR 0015).

-- Who an open order is settled to, kept by intake and by sending: a shard finds its orders without reading
-- the others'. Null: no partner bound.
alter table open_item add column settlee_no text collate "C";
update open_item i set settlee_no = coalesce(
  (select s.settlee_no from locked_line l join statement s on s.statement_id = l.statement_id
    where l.order_id = i.order_id order by l.run_id, l.reversal desc limit 1),
  (select s.settlee_no from locked_usage_item u join statement s on s.statement_id = u.first_statement_id
    where u.order_id = i.order_id limit 1),
  p.parent_partner_no, p.partner_no)
from sales_order o
left join partner p on p.partner_no = o.partner_no
where o.order_id = i.order_id;

-- running: shards are left to do, or to be balanced. failed: did not balance, or ended with some shards done;
-- blocks approval until it is run again (R-R5). aborted: ended without touching the books.
alter table run
  add column mode text not null default 'process'
    constraint run_mode_known check (mode in ('process', 'queue')), -- who settles its shards
  add column service_fee_rates jsonb not null default '{}', -- defaults of its day, the same for every shard
  add column opened_at timestamptz not null default now(); -- by the real clock
create index run_running_ix on run (run_id) where state = 'running';

create table run_shard (
  run_id bigint not null constraint run_shard_run_fk references run,
  shard_no integer not null,
  settlees text[] collate "C" not null,
  takes_unbound boolean not null, -- orders without a partner are in this one
  open_count bigint not null, -- open items when it was planned
  state text not null constraint run_shard_state_known check (state in ('waiting', 'done')),
  ended_at timestamptz, -- by the real clock
  summary jsonb,
  constraint run_shard_pk primary key (run_id, shard_no)
);

-- Settlees whose data no shard could settle: their orders wait, their drafts stay (R-E14).
create table parked_settlee (
  run_id bigint not null constraint parked_settlee_run_fk references run,
  settlee_no text collate "C" not null,
  failure text not null,
  constraint parked_settlee_pk primary key (run_id, settlee_no)
);
