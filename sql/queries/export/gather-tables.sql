-- Makes the two places that an export gathers in, gone at the end of its transaction. No parameters, no
-- result.
create temporary table export_statement (
  statement_id bigint not null,
  line_count bigint not null,
  line_amount numeric(24, 2) not null,
  own_count bigint not null, -- lines of the period's own, apart from what moves what was counted (R-S4)
  own_amount numeric(24, 2) not null,
  brought_forward_count bigint not null,
  brought_forward_amount numeric(24, 2) not null,
  set_off_count bigint not null,
  set_off_amount numeric(24, 2) not null,
  has_usage boolean not null
) on commit drop;
create temporary table export_unsettled (
  settlee_no text collate "C" not null, -- empty: no partner bound
  order_id bigint not null,
  outcome order_outcome_kind not null,
  reasons integer not null,
  cash_consumption numeric(18, 2) not null
) on commit drop;
