-- Orders that no run had in scope, by the facts of today as `explain` judges them (R-E1 to R-E11).
-- $1 bits of the excluding reasons integer, $2 end of the last period run timestamptz or null. No result.
update export_transaction t
set status = case when judged.reasons & $1::integer <> 0 then 'excluded'
    when judged.reasons <> 0 then 'carried' else 'open' end,
  reasons = judged.reasons,
  is_later = (judged.reasons = 0 and coalesce(judged.settleable_at >= $2::timestamptz, false))
from (
  select o.order_id, o.settleable_at, o.waiting | coalesce(standing.standing, 0)
    | case settlee.business_info when 'missing' then 1024 when 'changing' then 2048 else 0 end as reasons
  from export_transaction unjudged
  join sales_order o on o.order_id = unjudged.order_id
  left join order_standing standing on standing.order_no = coalesce(o.original_order_no, o.order_no)
  left join partner settlee on settlee.partner_no = standing.settlee_no
  where unjudged.status = 'open'
) judged
where judged.order_id = t.order_id and t.status = 'open';
