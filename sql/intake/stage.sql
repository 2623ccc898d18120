-- The staging tables of one import: what passed the check of form, typed, with the row of its file.
-- Temporary: they go with the transaction. Columns and types are those of the facts (0001_facts.sql);
-- null where the file left the value blank. `invalid` is set by the set-wise checks.
create temp table stage_partner (
  row_no integer not null,
  invalid boolean not null default false,
  partner_no text collate "C",
  name text,
  parent_partner_no text collate "C",
  taxpayer_type taxpayer_type,
  service_fee_rate numeric(9, 6),
  business_info business_info,
  settlement_cycle settlement_cycle,
  email text,
  mobile_cipher text,
  mobile_hash text,
  locale text,
  tax_no text,
  bank_name text,
  bank_account_cipher text,
  bank_account_hash text,
  bank_code text
) on commit drop;
create temp table stage_product (
  row_no integer not null,
  invalid boolean not null default false,
  product_no text collate "C",
  name text,
  seller_name text,
  sourcing sourcing,
  category category,
  output_tax_rate numeric(9, 6),
  share_model share_model,
  performance_policy performance_policy
) on commit drop;
create temp table stage_product_term (
  row_no integer not null,
  invalid boolean not null default false,
  product_no text collate "C",
  effective_from date,
  share_ratio numeric(9, 6),
  authorised_discount numeric(9, 6)
) on commit drop;
create temp table stage_order (
  row_no integer not null,
  invalid boolean not null default false,
  order_no text collate "C",
  order_type order_type,
  charge_mode charge_mode,
  original_order_no text collate "C",
  product_no text collate "C",
  customer_no text collate "C",
  customer_name text,
  partner_no text collate "C",
  customer_reseller_no text collate "C",
  operations_base boolean,
  sales_scenario sales_scenario,
  deal_amount numeric(18, 2),
  floor_amount numeric(18, 2),
  share_ratio numeric(9, 6),
  commission_ratio numeric(9, 6),
  settleable_ratio numeric(9, 6),
  settleable_ratio_at timestamptz,
  cash_amount numeric(18, 2),
  stored_value_amount numeric(18, 2),
  performance_coupon_amount numeric(18, 2),
  plain_coupon_amount numeric(18, 2),
  voucher_amount numeric(18, 2),
  ordered_at timestamptz,
  paid_at timestamptz,
  repayment_status repayment_status,
  repaid_at timestamptz,
  supervision_status supervision_status,
  supervised_at timestamptz,
  provisioned_at timestamptz,
  effective_at timestamptz,
  refund_kind refund_kind
) on commit drop;
