-- The first fact that no rehearsal made: a partner that its files do not hold under that number and name; where there
-- are no partners, any product or order. $1 partner_nos text[], $2 names text[] (one for each). Returns what; no row:
-- there is none.
select what from (
  (select 1 as place, p.partner_no || ' ' || p.name as what
  from partner p
  where not exists (select from unnest($1::text[], $2::text[]) as r (partner_no, name)
    where r.partner_no = p.partner_no and r.name = p.name)
  order by p.partner_no
  limit 1)
  union all
  (select 2, p.product_no from product p
  where not exists (select from partner) order by p.product_no limit 1)
  union all
  (select 3, o.order_no from sales_order o
  where not exists (select from partner) order by o.order_no limit 1)
) foreign_fact
order by place
limit 1;
