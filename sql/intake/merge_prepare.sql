-- Temporary tables of the merge: what it touched, for the rules that follow. No parameters, no result.
create temp table matched_order (row_no integer primary key, order_id bigint not null) on commit drop;
create temp table changed_partner (
  partner_no text collate "C" primary key,
  has_new_parent boolean not null
) on commit drop;
-- Products that existed before and changed in what §3 and §4 read of them. With `ordered_from`: only their
-- terms changed, for orders from that time on.
create temp table changed_product (
  product_no text collate "C" primary key,
  ordered_from timestamptz
) on commit drop;
-- Stored orders whose facts changed, `worth` where R-A1 to R-A8 read what changed.
create temp table touched_order (order_id bigint primary key, worth boolean not null) on commit drop;
-- Originals whose refunds must be looked at together with them (R-E6, R-A9).
create temp table refund_family (original_order_no text collate "C" primary key) on commit drop;
