-- Merges staged terms. Returns inserted, updated. Only orders
-- from the first changed day on can have earned by other terms before.
with staged as (
  select * from stage_product_term where not invalid
), updated as (
  update product_term t set share_ratio = s.share_ratio, authorised_discount = s.authorised_discount
  from staged s
  join product_term old
    on old.product_no = s.product_no and old.effective_from = s.effective_from
  where t.product_no = s.product_no and t.effective_from = s.effective_from
    and (old.share_ratio, old.authorised_discount) is distinct from (s.share_ratio, s.authorised_discount)
  returning t.product_no, t.effective_from, old.share_ratio is distinct from s.share_ratio as worth
), inserted as (
  insert into product_term (product_no, effective_from, share_ratio, authorised_discount)
  select product_no, effective_from, share_ratio, authorised_discount
  from staged s
  where not exists (select from product_term t
    where t.product_no = s.product_no and t.effective_from = s.effective_from)
  returning product_no, effective_from
), noted as (
  insert into changed_product
  select product_no, min(effective_from)::timestamp at time zone 'Asia/Shanghai'
  from (
    select product_no, effective_from from updated where worth
    union all
    select product_no, effective_from from inserted
  ) changed
  group by product_no
  on conflict do nothing
)
select (select count(*) from inserted) as inserted, (select count(*) from updated) as updated;
