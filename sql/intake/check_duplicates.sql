-- Rows that repeat the key of an earlier row of their file (R-IN6). No parameters, no result.
with partner_key as (
  select partner_no, min(row_no) as first_row from stage_partner where not invalid
  group by partner_no having count(*) > 1
), product_key as (
  select product_no, min(row_no) as first_row from stage_product where not invalid
  group by product_no having count(*) > 1
), term_key as (
  select product_no, effective_from, min(row_no) as first_row from stage_product_term where not invalid
  group by product_no, effective_from having count(*) > 1
), order_key as (
  select order_no, min(row_no) as first_row from stage_order where not invalid
  group by order_no having count(*) > 1
)
insert into stage_reject (kind, row_no, column_name, value, code, details)
select d.kind, d.row_no, d.column_name, d.value, 'duplicate_key',
  jsonb_build_object('row', d.first_row::text)
from (
  select 'partners' as kind, s.row_no, 'partner_no' as column_name, s.partner_no as value, k.first_row
  from partner_key k join stage_partner s on s.partner_no = k.partner_no
  where not s.invalid and s.row_no > k.first_row
  union all
  select 'products', s.row_no, 'product_no', s.product_no, k.first_row
  from product_key k join stage_product s on s.product_no = k.product_no
  where not s.invalid and s.row_no > k.first_row
  union all
  select 'product_terms', s.row_no, 'effective_from', s.product_no || ' ' || s.effective_from, k.first_row
  from term_key k
  join stage_product_term s on s.product_no = k.product_no and s.effective_from = k.effective_from
  where not s.invalid and s.row_no > k.first_row
  union all
  select 'orders', s.row_no, 'order_no', s.order_no, k.first_row
  from order_key k join stage_order s on s.order_no = k.order_no
  where not s.invalid and s.row_no > k.first_row
) d;
