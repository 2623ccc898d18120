-- The floor under a run: one statement that computes and writes the same lines of a first run, and nothing
-- else a run does: no outcomes, no statements, no comparison, no reconciliation. $1 period_end timestamptz,
-- $2 month text, $3 default rate of small-scale taxpayers, $4 ends_quarter boolean.
insert into bench_line
with settlee as (
  select partner_no as settlee_no, coalesce(service_fee_rate,
    case taxpayer_type when 'general' then 0.06 else $3::numeric end) as service_fee_rate
  from partner
  where business_info = 'certified' and (settlement_cycle = 'monthly' or $4::boolean)
), sale as (
  select o.*, s.service_fee_rate,
    sale_share_base(o.rule, o.cash_consumption, o.factor, o.deal_amount, o.floor_amount) as share_base
  from order_standing o
  join settlee s on s.settlee_no = o.settlee_no
  where o.order_type <> 'refund' and o.standing = 0 and o.settleable_at < $1
), refund as (
  select r.order_id, r.order_no, r.product_no, r.partner_no, o.settlee_no, o.rule, r.deal_amount,
    m.floor_amount, m.cash_consumption, b.share_base, o.ratio, o.output_tax_rate, s.service_fee_rate,
    o.settleable_ratio, r.settleable_at,
    entitlement(o.rule, b.share_base, o.ratio, o.output_tax_rate, s.service_fee_rate,
      o.settleable_ratio) as amount,
    entitlement(o.rule,
      sale_share_base(o.rule, o.cash_consumption, o.factor, o.deal_amount, o.floor_amount), o.ratio,
      o.output_tax_rate, s.service_fee_rate, o.settleable_ratio) as original_amount,
    (sum(r.cash_amount) over w, sum(r.stored_value_amount) over w,
     sum(r.performance_coupon_amount) over w, sum(r.plain_coupon_amount) over w,
     sum(r.voucher_amount) over w)
      = (-q.cash_amount, -q.stored_value_amount, -q.performance_coupon_amount,
         -q.plain_coupon_amount, -q.voucher_amount) as completes
  from sales_order r
  join sales_order q on q.order_no = r.original_order_no
  join order_standing o on o.order_id = q.order_id
  join settlee s on s.settlee_no = o.settlee_no
  cross join lateral (
    select
      cash_consumption(o.category, r.cash_amount, r.stored_value_amount, r.performance_coupon_amount)
        as cash_consumption,
      coalesce(r.floor_amount, case when q.deal_amount = 0 then 0
        else divide_to_cent(q.floor_amount * r.deal_amount, q.deal_amount) end) as floor_amount
  ) m
  cross join lateral (
    select case o.rule
      when 'R-A1' then m.cash_consumption * o.factor
      when 'R-A5' then m.cash_consumption
      else case when o.deal_amount < o.floor_amount then 0 else r.deal_amount - m.floor_amount end
    end as share_base
  ) b
  where r.order_type = 'refund' and o.standing = 0 and r.paid_at is not null
  window w as (partition by r.original_order_no order by r.settleable_at, r.order_no)
), refund_line as (
  select f.*, case when completes then original_amount + coalesce(sum(amount) over (
      partition by original_amount, f.settlee_no, f.original_no order by settleable_at, order_no
      rows between unbounded preceding and 1 preceding), 0) end as whole
  from (select refund.*, x.original_order_no as original_no
    from refund join sales_order x on x.order_id = refund.order_id) f
), line as (
  select settlee_no, 'order'::line_kind as kind, order_id, order_no, product_no, partner_no,
    null as usage_month, rule, deal_amount, floor_amount, cash_consumption, share_base, ratio,
    output_tax_rate, service_fee_rate, settleable_ratio, null::numeric as completes_amount,
    entitlement(rule, share_base, ratio, output_tax_rate, service_fee_rate, settleable_ratio) as amount,
    settleable_at
  from sale
  where order_type <> 'usage'
  union all
  select settlee_no, 'refund', order_id, order_no, product_no, partner_no, null, rule, deal_amount,
    floor_amount, cash_consumption, share_base, ratio, output_tax_rate, service_fee_rate,
    settleable_ratio, whole, case when completes then -whole else amount end, settleable_at
  from refund_line
  where settleable_at < $1
  union all
  select settlee_no, 'usage', null, null, product_no, partner_no,
    to_char(settleable_at at time zone 'Asia/Shanghai', 'YYYY-MM'), rule, sum(deal_amount),
    sum(floor_amount), sum(cash_consumption), sum(share_base), ratio, output_tax_rate,
    service_fee_rate, 1, null,
    entitlement(rule, sum(share_base), ratio, output_tax_rate, service_fee_rate, 1),
    max(settleable_at)
  from sale
  where order_type = 'usage'
  group by settlee_no, product_no, partner_no, 7, rule, ratio, output_tax_rate, service_fee_rate
)
select s.statement_id,
  row_number() over (
    partition by s.statement_id
    order by l.kind, l.order_no, l.product_no, l.partner_no, l.usage_month, l.rule, l.ratio
  ),
  l.kind, false, l.order_id, l.product_no, l.partner_no, l.usage_month, l.rule, l.deal_amount,
  l.floor_amount, l.cash_consumption, l.share_base, l.ratio, l.output_tax_rate, l.service_fee_rate,
  l.settleable_ratio, l.completes_amount, 0, l.amount, l.settleable_at, null, null, s.made_by_run
from line l
join statement s on s.run_period = $2 and s.settlee_no = l.settlee_no
  and s.output_tax_rate = l.output_tax_rate and s.service_fee_rate = l.service_fee_rate;
