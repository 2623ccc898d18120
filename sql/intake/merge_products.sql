-- Merges staged products. Returns inserted, updated.
with staged as (
  select * from stage_product where not invalid
), updated as (
  update product p set
    name = s.name, seller_name = s.seller_name, sourcing = s.sourcing, category = s.category,
    output_tax_rate = s.output_tax_rate, share_model = s.share_model,
    performance_policy = s.performance_policy
  from staged s
  join product old on old.product_no = s.product_no
  where p.product_no = s.product_no
    and (old.name, old.seller_name, old.sourcing, old.category, old.output_tax_rate, old.share_model,
         old.performance_policy)
      is distinct from
        (s.name, s.seller_name, s.sourcing, s.category, s.output_tax_rate, s.share_model,
         s.performance_policy)
  returning p.product_no,
    (old.sourcing, old.category, old.output_tax_rate, old.share_model)
      is distinct from (s.sourcing, s.category, s.output_tax_rate, s.share_model) as worth
), inserted as (
  insert into product (product_no, name, seller_name, sourcing, category, output_tax_rate,
    share_model, performance_policy)
  select product_no, name, seller_name, sourcing, category, output_tax_rate, share_model,
    performance_policy
  from staged s
  where not exists (select from product p where p.product_no = s.product_no)
  returning product_no
), noted as (
  insert into changed_product select product_no, null from updated where worth
)
select (select count(*) from inserted) as inserted, (select count(*) from updated) as updated;
