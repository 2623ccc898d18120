-- The tables a run computes in; they go with its transaction. No parameters, no result.
create temp table run_settlee (
  settlee_no text collate "C" primary key,
  label text collate "C" not null, -- what its statements are labelled: the month, or the quarter (R-E10)
  is_due boolean not null, -- false: quarterly, and the quarter goes on
  starts_on date not null, -- of the label's period
  months integer not null,
  service_fee_rate numeric(9, 6) not null,
  hold integer not null -- R-E9, R-E10 in reason bits
) on commit drop;

-- What is open of the run's settlees: read once, small, so that no stage reads the history.
create temp table open_order (
  order_id bigint primary key,
  settled_before boolean not null,
  is_in_time boolean not null, -- and not excluded by a run of an earlier period (R-E12)
  order_type order_type not null,
  original_order_no text collate "C"
) on commit drop;

-- Orders that drafts hold which this run does not replace (R-E12).
create temp table held_elsewhere (
  order_id bigint primary key,
  is_other_period boolean not null
) on commit drop;

-- What locked statements have settled of the orders that are open again (R-A8, R-A10).
create temp table earlier (
  order_id bigint primary key,
  settlee_no text collate "C" not null, -- of the first line
  service_fee_rate numeric(9, 6) not null, -- of the first line
  rule text collate "C", -- from here on: of the newest line
  share_base numeric(24, 3),
  ratio numeric(9, 6),
  output_tax_rate numeric(9, 6) not null,
  settleable_ratio numeric(9, 6),
  factor numeric,
  is_covered boolean not null -- by a locked statement that runs of this month made
) on commit drop;
create temp table earlier_at_rate (
  order_id bigint not null,
  output_tax_rate numeric(9, 6) not null,
  amount numeric(24, 2) not null,
  primary key (order_id, output_tax_rate)
) on commit drop;

create temp table refund_original (
  order_no text collate "C" primary key,
  order_id bigint not null,
  settlee_no text collate "C",
  rule text collate "C" not null,
  ratio numeric(9, 6),
  factor numeric,
  output_tax_rate numeric(9, 6) not null,
  service_fee_rate numeric(9, 6),
  settleable_ratio numeric(9, 6) not null,
  is_ratio_final boolean not null, -- the ratio that counts is the one on the order
  deal_amount numeric(24, 2) not null,
  floor_amount numeric(24, 2),
  entitlement numeric(24, 2),
  standing integer not null
) on commit drop;
create temp table refund_rated (
  order_id bigint primary key,
  original_order_no text collate "C" not null,
  cash_consumption numeric(24, 2) not null,
  floor_amount numeric(24, 2),
  share_base numeric(24, 3),
  completes_amount numeric(24, 2),
  entitlement numeric(24, 2)
) on commit drop;

-- One row an order the run looks at. outcome null: out of scope, what was settled stands.
create temp table item (
  order_id bigint not null,
  order_no text collate "C" not null,
  order_type order_type not null,
  settlee_no text collate "C",
  partner_no text collate "C",
  product_no text collate "C",
  rule text collate "C",
  deal_amount numeric(24, 2),
  floor_amount numeric(24, 2),
  cash_consumption numeric(24, 2) not null,
  share_base numeric(24, 3),
  ratio numeric(9, 6),
  output_tax_rate numeric(9, 6),
  service_fee_rate numeric(9, 6),
  settleable_ratio numeric(9, 6),
  completes_amount numeric(24, 2),
  entitlement numeric(24, 2),
  earlier_amount numeric(24, 2) not null,
  settleable_at timestamptz,
  reasons integer not null,
  outcome order_outcome_kind,
  has_line boolean not null,
  is_correction boolean not null, -- its line is an adjustment (R-A10), not a first or a further part
  has_reversal boolean not null, -- something stands settled at another tax rate, to be taken back
  closes boolean not null -- nothing is left open: facts and locked statements agree
) on commit drop;

create temp table new_usage_item (
  order_id bigint not null,
  settlee_no text collate "C" not null,
  partner_no text collate "C",
  product_no text collate "C",
  usage_month text collate "C",
  rule text collate "C" not null,
  ratio numeric(9, 6) not null,
  output_tax_rate numeric(9, 6) not null,
  service_fee_rate numeric(9, 6) not null,
  deal_amount numeric(24, 2),
  floor_amount numeric(24, 2),
  cash_consumption numeric(24, 2),
  share_base numeric(24, 3) not null,
  settleable_at timestamptz,
  first_statement_id bigint, -- set: a change of what that usage line settled
  first_line_no integer
) on commit drop;

create temp table usage_line (
  settlee_no text collate "C" not null,
  output_tax_rate numeric(9, 6) not null,
  service_fee_rate numeric(9, 6) not null,
  product_no text collate "C",
  partner_no text collate "C",
  usage_month text collate "C",
  rule text collate "C",
  ratio numeric(9, 6),
  first_statement_id bigint not null, -- 0: none
  first_line_no integer not null,
  statement_id bigint not null,
  line_no integer not null
) on commit drop;

-- Lines that are more than one order's item: reversals, usage, brought forward, set off.
create temp table new_line (
  settlee_no text collate "C" not null,
  kind line_kind not null,
  reversal boolean not null,
  order_id bigint,
  order_no text collate "C",
  product_no text collate "C",
  partner_no text collate "C",
  usage_month text collate "C",
  rule text collate "C",
  deal_amount numeric(24, 2),
  floor_amount numeric(24, 2),
  cash_consumption numeric(24, 2),
  share_base numeric(24, 3),
  ratio numeric(9, 6),
  output_tax_rate numeric(9, 6) not null,
  service_fee_rate numeric(9, 6) not null,
  settleable_ratio numeric(9, 6),
  completes_amount numeric(24, 2),
  earlier_amount numeric(24, 2) not null,
  amount numeric(24, 2) not null,
  settleable_at timestamptz,
  source_statement_no text collate "C",
  source_line_no integer
) on commit drop;

-- The drafts there were when writing began.
create temp table statement_before (
  statement_id bigint primary key,
  statement_no text collate "C" not null,
  status statement_status not null,
  amount numeric(24, 2) not null
) on commit drop;
create temp table new_statement (
  settlee_no text collate "C" not null,
  label text collate "C" not null,
  output_tax_rate numeric(9, 6) not null,
  service_fee_rate numeric(9, 6) not null,
  statement_no text collate "C" primary key,
  sequence_no integer not null,
  line_count integer not null,
  amount numeric(24, 2) not null,
  has_brought_forward boolean not null,
  statement_id bigint, -- the draft of this number that exists already
  before numeric(24, 2), -- its amount
  is_changed boolean not null default true
) on commit drop;

-- All lines of the run. Those of orders and refunds stay in their items, unwritten until they are drafts: the
-- entitlement to date less what earlier lines settled at this tax rate. A first line stands even at 0.00; a
-- further one of 0.00 is none (R-A8, R-A10).
create temp view computed_line as
  select settlee_no,
    case
      when is_correction then 'adjustment'::line_kind
      when order_type = 'refund' then 'refund'
      else 'order'
    end as kind,
    false as reversal, order_id, order_no, product_no, partner_no, null::text collate "C" as usage_month,
    rule, deal_amount, floor_amount, cash_consumption, share_base, ratio, output_tax_rate,
    service_fee_rate, settleable_ratio, completes_amount, earlier_amount,
    entitlement - earlier_amount as amount, settleable_at,
    null::text collate "C" as source_statement_no, null::integer as source_line_no
  from item
  where has_line and order_type <> 'usage'
    and (not has_reversal or entitlement <> earlier_amount)
  union all
  select * from new_line;
