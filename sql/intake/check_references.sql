-- Products and partners that terms and orders name exist (R-IN6). No parameters, no result.
insert into stage_reject (kind, row_no, column_name, value, code, details)
select 'product_terms', s.row_no, 'product_no', s.product_no, 'product_unknown', '{}'::jsonb
from stage_product_term s
where not s.invalid
  and not exists (select from known_product p where p.product_no = s.product_no)
union all
select 'orders', s.row_no, 'product_no', s.product_no, 'product_unknown', '{}'
from stage_order s
where not s.invalid
  and not exists (select from known_product p where p.product_no = s.product_no)
union all
select 'orders', s.row_no, 'partner_no', s.partner_no, 'partner_unknown', '{}'
from stage_order s
where not s.invalid and s.partner_no is not null
  and not exists (select from known_partner p where p.partner_no = s.partner_no);
