-- Products as they will be after the import. $1 whether rows are told for resting on bad rows. No result.
insert into known_product (product_no, sourcing, share_model, in_doubt)
select s.product_no, s.sourcing, s.share_model, false
from stage_product s
where not s.invalid
union all
select coalesce(p.product_no, bad.product_no), p.sourcing, p.share_model, bad.product_no is not null
from product p
full join (
  select distinct product_no from stage_product
  where invalid and product_no is not null and not $1::boolean
) bad on bad.product_no = p.product_no
where not exists (
  select from stage_product s
  where s.product_no = coalesce(p.product_no, bad.product_no) and not s.invalid
);
