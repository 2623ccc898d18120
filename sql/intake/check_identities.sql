-- Stored orders stay a sale, usage or a refund, and of the same original (R-IN2). No parameters, no result.
insert into stage_reject (kind, row_no, column_name, value, code, details)
select 'orders', s.row_no,
  case when j.class_stays then 'original_order_no' else 'order_type' end,
  case when j.class_stays then s.original_order_no else s.order_type::text end,
  case when j.class_stays then 'original_fixed' else 'order_class_fixed' end,
  jsonb_build_object('stored',
    case when j.class_stays then o.original_order_no else o.order_type::text end)
from stage_order s
join sales_order o on o.order_no = s.order_no
cross join lateral (
  select case s.order_type when 'renewal' then 'new' else s.order_type end
    = case o.order_type when 'renewal' then 'new' else o.order_type end as class_stays
) j
where not s.invalid
  and (not j.class_stays or s.original_order_no is distinct from o.original_order_no);
