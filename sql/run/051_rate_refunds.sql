-- All refunds of those originals, rated together: the one that completes a full refund takes what is left,
-- so that original and refunds sum to exactly 0.00 (R-A9). No parameters, no result.
insert into refund_rated
select order_id, original_order_no, cash_consumption, floor_amount, share_base,
  case when completes then whole end,
  case when completes then -whole else own_entitlement end
from (
  select f.*,
    f.is_whole and not f.was_whole as completes,
    f.original_entitlement + coalesce(sum(f.own_entitlement) over earlier_ones, 0) as whole
  from (
    select r.order_id, r.order_no, r.original_order_no, r.settleable_at,
      m.cash_consumption, m.floor_amount, m.share_base, o.entitlement as original_entitlement,
      entitlement(o.rule, m.share_base, o.ratio, o.output_tax_rate, o.service_fee_rate,
        o.settleable_ratio) as own_entitlement,
      (sum(r.cash_amount) over so_far, sum(r.stored_value_amount) over so_far,
       sum(r.performance_coupon_amount) over so_far, sum(r.plain_coupon_amount) over so_far,
       sum(r.voucher_amount) over so_far)
        = (-q.cash_amount, -q.stored_value_amount, -q.performance_coupon_amount,
           -q.plain_coupon_amount, -q.voucher_amount) as is_whole,
      (sum(r.cash_amount) over so_far - r.cash_amount,
       sum(r.stored_value_amount) over so_far - r.stored_value_amount,
       sum(r.performance_coupon_amount) over so_far - r.performance_coupon_amount,
       sum(r.plain_coupon_amount) over so_far - r.plain_coupon_amount,
       sum(r.voucher_amount) over so_far - r.voucher_amount)
        = (-q.cash_amount, -q.stored_value_amount, -q.performance_coupon_amount,
           -q.plain_coupon_amount, -q.voucher_amount) as was_whole
    from refund_original o
    join sales_order q on q.order_id = o.order_id
    join sales_order r on r.original_order_no = o.order_no
    join product p on p.product_no = q.product_no
    cross join lateral (
      select
        cash_consumption(p.category, r.cash_amount, r.stored_value_amount, r.performance_coupon_amount)
          as cash_consumption,
        -- R-IN3: a blank floor is the original's in proportion.
        coalesce(r.floor_amount, case when q.deal_amount = 0 then 0
          else divide_to_cent(q.floor_amount * r.deal_amount, q.deal_amount) end) as floor_amount
    ) a
    cross join lateral (
      select a.cash_consumption, a.floor_amount,
        case o.rule
          when 'R-A1' then a.cash_consumption * o.factor
          when 'R-A5' then a.cash_consumption
          -- R-A6: the refund of a sale below its floor is 0 too.
          else case when o.deal_amount < o.floor_amount then 0 else r.deal_amount - a.floor_amount end
        end as share_base
    ) m
    window so_far as (partition by r.original_order_no order by r.settleable_at, r.order_no)
  ) f
  window earlier_ones as (partition by f.original_order_no order by f.settleable_at, f.order_no
    rows between unbounded preceding and 1 preceding)
) g;
