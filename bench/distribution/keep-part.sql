-- Leaves a node the orders of its settlees; partners, products and terms are on every node. $1 settlees text[]
-- (empty: no partner). No result.
with others as (
  delete from open_item where not coalesce(settlee_no, '') = any ($1::text[]) returning order_id
)
delete from sales_order o using others where o.order_id = others.order_id;
