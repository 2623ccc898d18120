-- Staged products whose change stored orders may not fit (R-IN4); a change to general is always allowed.
-- No parameters, no result.
insert into product_change (row_no, product_no, sourcing, share_model, new_sourcing, new_model)
select s.row_no, s.product_no, s.sourcing, s.share_model, c.new_sourcing, c.new_model
from stage_product s
join product p on p.product_no = s.product_no
cross join lateral (
  select s.sourcing <> p.sourcing and s.sourcing <> 'general' as new_sourcing,
    s.share_model <> p.share_model and s.share_model = 'floor_discount' as new_model
) c
where not s.invalid and (c.new_sourcing or c.new_model);
