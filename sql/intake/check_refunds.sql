-- Each refund against its original (R-IN2, R-IN3). No parameters, no result.
-- The refund's row is blamed where it is staged, else the original's: its change broke a stored refund.
with pair as (
  select r.row_no, o.row_no as original_row, r.order_no, r.original_no, r.product_no, r.partner_no,
    r.paid_at, r.floor_amount, r.deal_amount, r.refund_kind, o.order_type as original_type,
    o.product_no as original_product, o.partner_no as original_partner, o.paid_at as original_paid_at,
    o.effective_at,
    case
      when o.order_no is null then 'original_unknown'
      when o.order_type not in ('new', 'renewal') then 'original_not_a_sale'
      when o.paid_at is null then 'original_unpaid'
      when r.product_no <> o.product_no then 'original_other_product'
      when r.partner_no is distinct from o.partner_no then 'original_other_partner'
      when r.paid_at < o.paid_at then 'refunded_before_paid'
      when o.charge_mode = 'on_demand_package' then 'package_not_refundable'
      when r.refund_kind = 'before_effective' and o.order_type <> 'renewal' then 'not_a_renewal'
      when r.refund_kind = 'before_effective' and o.effective_at <= r.paid_at then 'already_effective'
      when r.floor_amount < r.deal_amount and (o.floor_amount > o.deal_amount) is not true
        then 'refund_floor_too_big'
    end as code
  from family_order r
  left join family_order o on o.original_no = r.original_no and o.is_original
  where not r.is_original and not r.in_doubt and not coalesce(o.in_doubt, false)
)
insert into stage_reject (kind, row_no, column_name, value, code, details)
select distinct on (coalesce(p.row_no, p.original_row))
  'orders', coalesce(p.row_no, p.original_row),
  case when p.row_no is null then c.of_original else c.of_refund end,
  case when p.row_no is null then c.original else c.value end,
  case when p.row_no is null then 'breaks_refund' else p.code end,
  jsonb_build_object('original', c.original, 'type', p.original_type, 'deal', p.deal_amount::text,
    'refund', p.order_no, 'why', p.code)
from pair p
join lateral (
  values
    ('original_unknown', 'original_order_no', p.original_no, '', null),
    ('original_not_a_sale', 'original_order_no', p.original_no, 'order_type', p.original_type::text),
    ('original_unpaid', 'original_order_no', p.original_no, 'paid_at', null),
    ('original_other_product', 'product_no', p.product_no, 'product_no', p.original_product),
    ('original_other_partner', 'partner_no', p.partner_no, 'partner_no', p.original_partner),
    ('refunded_before_paid', 'paid_at', to_char(p.paid_at, 'YYYY-MM-DD HH24:MI:SS'),
      'paid_at', to_char(p.original_paid_at, 'YYYY-MM-DD HH24:MI:SS')),
    ('package_not_refundable', 'original_order_no', p.original_no, 'charge_mode', 'on_demand_package'),
    ('not_a_renewal', 'refund_kind', p.refund_kind::text, 'order_type', p.original_type::text),
    ('already_effective', 'refund_kind', p.refund_kind::text,
      'effective_at', to_char(p.effective_at, 'YYYY-MM-DD HH24:MI:SS')),
    ('refund_floor_too_big', 'floor_amount', p.floor_amount::text, 'floor_amount', null)
) c (code, of_refund, value, of_original, original) on c.code = p.code
where coalesce(p.row_no, p.original_row) is not null
order by coalesce(p.row_no, p.original_row), p.order_no;
