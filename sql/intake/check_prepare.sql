-- Temporary tables of the set-wise checks, and statistics of what was staged. No parameters, no result.
-- The memory is for this transaction only: a million keys are hashed without touching the disk.
set local work_mem = '128MB';
-- Compiling these statements takes longer than running them.
set local jit = off;
-- Why rows are bad; `column_name` is the English name, `details` are texts for the reason's sentence.
create temp table stage_reject (
  kind text not null,
  row_no integer not null,
  column_name text not null,
  value text,
  code text not null,
  details jsonb not null
) on commit drop;
-- Partners and products as they will be: the good staged row, else the stored one. `in_doubt`: a staged row
-- is bad, so what rests on it is not judged (only where the import is refused anyway).
create temp table known_partner (
  partner_no text collate "C" primary key,
  parent_partner_no text collate "C",
  in_doubt boolean not null
) on commit drop;
create temp table known_product (
  product_no text collate "C" primary key,
  sourcing sourcing,
  share_model share_model,
  in_doubt boolean not null
) on commit drop;
-- Staged products whose change stored orders may not fit.
create temp table product_change (
  row_no integer not null,
  product_no text collate "C" primary key,
  sourcing sourcing not null,
  share_model share_model not null,
  new_sourcing boolean not null,
  new_model boolean not null
) on commit drop;
-- Originals that a staged refund names, or that are staged and have stored refunds.
create temp table refunded_original (order_no text collate "C" primary key) on commit drop;
-- Those originals and all their refunds as they will be; `row_no` where the staged row speaks.
create temp table family_order (
  original_no text collate "C" not null,
  order_no text collate "C" not null,
  is_original boolean not null,
  in_doubt boolean not null,
  row_no integer,
  order_type order_type,
  charge_mode charge_mode,
  product_no text collate "C",
  partner_no text collate "C",
  deal_amount numeric(18, 2),
  floor_amount numeric(18, 2),
  cash_amount numeric(18, 2),
  stored_value_amount numeric(18, 2),
  performance_coupon_amount numeric(18, 2),
  plain_coupon_amount numeric(18, 2),
  voucher_amount numeric(18, 2),
  paid_at timestamptz,
  effective_at timestamptz,
  refund_kind refund_kind
) on commit drop;
analyze stage_partner, stage_product, stage_product_term, stage_order;
