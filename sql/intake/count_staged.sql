-- How many rows of each kind were read, and how many of them are bad. No parameters.
-- Returns kind, read, rejected.
select 'partners' as kind, count(*) as read, count(*) filter (where invalid) as rejected
from stage_partner
union all
select 'products', count(*), count(*) filter (where invalid) from stage_product
union all
select 'product_terms', count(*), count(*) filter (where invalid) from stage_product_term
union all
select 'orders', count(*), count(*) filter (where invalid) from stage_order;
