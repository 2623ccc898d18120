-- Facts that come in (spec §2): partners, products, terms, orders, and the imports that brought them.
-- Codes are enums: four bytes each on tables of millions of rows, and no unknown value can be stored.

create type taxpayer_type as enum ('general', 'small_scale');
create type business_info as enum ('certified', 'changing', 'missing');
create type settlement_cycle as enum ('monthly', 'quarterly');
create type sourcing as enum ('joint', 'self_operated', 'selected', 'selected_self_operated', 'general');
create type category as enum
  ('image', 'saas', 'license', 'service', 'orchestration', 'hardware', 'api', 'stored_value_card');
create type share_model as enum ('deal_price', 'floor_discount');
create type performance_policy as enum ('standard', 'specific', 'performance_only', 'none');
create type order_type as enum ('new', 'renewal', 'usage', 'refund');
create type charge_mode as enum ('subscription', 'on_demand', 'per_use', 'on_demand_package');
create type sales_scenario as enum ('provider', 'dealer_alone', 'dealer_joint', 'merchant_joint');
create type repayment_status as enum ('none', 'outstanding', 'repaid');
create type supervision_status as enum ('not_involved', 'in_progress', 'completed');
create type refund_kind as enum ('no_reason', 'before_effective', 'after_guarantee');

-- One row an import that changed a fact. Its number dates every touch of an order, so that approving
-- a statement knows whether an order's facts still stand as the run saw them.
create table import_batch (
  import_id bigint generated always as identity constraint import_batch_pk primary key,
  imported_at timestamptz not null,
  actor text not null,
  summary jsonb not null
);

create table partner (
  partner_no text collate "C" not null constraint partner_pk primary key,
  name text not null,
  parent_partner_no text collate "C" constraint partner_parent_fk references partner deferrable initially deferred,
  taxpayer_type taxpayer_type not null,
  service_fee_rate numeric(9, 6), -- null: the default of the taxpayer type on the day of the run
  business_info business_info not null,
  settlement_cycle settlement_cycle not null,
  email text,
  mobile_cipher text, -- AES-256-GCM; the hash compares without decrypting
  mobile_hash text,
  locale text not null constraint partner_locale_known check (locale in ('zh-CN', 'en')),
  tax_no text,
  bank_name text,
  bank_account_cipher text,
  bank_account_hash text,
  bank_code text,
  constraint partner_not_own_parent check (parent_partner_no <> partner_no)
);
create index partner_parent_ix on partner (parent_partner_no) where parent_partner_no is not null;

create table product (
  product_no text collate "C" not null constraint product_pk primary key,
  name text not null,
  seller_name text,
  sourcing sourcing not null,
  category category not null,
  output_tax_rate numeric(9, 6) not null
    constraint product_tax_rate_range check (output_tax_rate >= 0 and output_tax_rate < 1),
  share_model share_model not null,
  performance_policy performance_policy not null
);

create table product_term (
  product_no text collate "C" not null constraint product_term_product_fk references product,
  effective_from date not null,
  share_ratio numeric(9, 6) not null
    constraint product_term_ratio_range check (share_ratio > 0 and share_ratio <= 1),
  authorised_discount numeric(9, 6),
  constraint product_term_pk primary key (product_no, effective_from)
);

-- No foreign keys to partner and product: intake proves them set-wise under the lock of R-R2,
-- a trigger a row would double the price of an import; partners and products are never deleted.
create table sales_order (
  order_id bigint generated always as identity constraint sales_order_pk primary key,
  order_no text collate "C" not null constraint sales_order_no_uq unique,
  order_type order_type not null,
  charge_mode charge_mode not null,
  original_order_no text collate "C",
  product_no text collate "C" not null,
  customer_no text collate "C" not null,
  customer_name text,
  partner_no text collate "C",
  customer_reseller_no text collate "C",
  operations_base boolean not null,
  sales_scenario sales_scenario not null,
  deal_amount numeric(18, 2) not null,
  floor_amount numeric(18, 2),
  share_ratio numeric(9, 6),
  commission_ratio numeric(9, 6),
  settleable_ratio numeric(9, 6) not null default 1,
  settleable_ratio_at timestamptz,
  cash_amount numeric(18, 2) not null,
  stored_value_amount numeric(18, 2) not null,
  performance_coupon_amount numeric(18, 2) not null,
  plain_coupon_amount numeric(18, 2) not null,
  voucher_amount numeric(18, 2) not null,
  ordered_at timestamptz not null,
  paid_at timestamptz,
  repayment_status repayment_status not null,
  repaid_at timestamptz,
  supervision_status supervision_status not null,
  supervised_at timestamptz,
  provisioned_at timestamptz,
  effective_at timestamptz,
  refund_kind refund_kind,
  -- Kept by intake (R-E5, R-E6): when the order counts, and the bits of what it still waits for.
  settleable_at timestamptz,
  waiting integer not null default 0,
  constraint sales_order_refund_has_original check ((order_type = 'refund') = (original_order_no is not null)),
  constraint sales_order_pays_deal check (deal_amount = cash_amount + stored_value_amount
    + performance_coupon_amount + plain_coupon_amount + voucher_amount)
);
create index sales_order_original_ix on sales_order (original_order_no) where original_order_no is not null;

-- What awaits settlement: an order that no locked statement has fully settled, or whose facts changed since.
-- A run reads this table and never the history behind it.
create table open_item (
  order_id bigint not null constraint open_item_pk primary key,
  touched_by bigint not null, -- the import that last changed a fact of the order or of what it rests on
  settled_before boolean not null default false, -- locked lines exist
  excluded_in text collate "C" -- the first period whose run left the order excluded: it was told (R-E12)
);
create index open_item_excluded_ix on open_item (excluded_in) where excluded_in is not null;
