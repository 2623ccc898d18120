-- The rules of spec §3 and §4 that both intake and the run need, as functions small enough to be inlined
-- and one view. Reason bits are those of src/domain/reasons.ts.

-- R-ROUND. Round to the cent, half away from zero. Twenty-four decimals added to the numerator put the
-- rounding error of the quotient below its distance from any tie (ADR 0004).
create function divide_to_cent(numerator numeric, denominator numeric) returns numeric
  language sql immutable parallel safe
  return round(numerator * 1.000000000000000000000000 / denominator, 2);

-- R-A1 to R-A5 with R-A8: the entitlement to date of one order or usage group.
create function entitlement(
  rule text, share_base numeric, ratio numeric, output_tax_rate numeric, service_fee_rate numeric,
  settleable_ratio numeric
) returns numeric
  language sql immutable parallel safe
  return divide_to_cent(
    share_base * ratio * settleable_ratio * case rule when 'R-A5' then 1 else 1 + service_fee_rate end,
    case rule when 'R-A5' then 1 else 1 + output_tax_rate end);

-- R-E4: whether an order counts only with provisioning or acceptance; else its effective_at is the trigger.
create function needs_trigger(order_type order_type, category category) returns boolean
  language sql immutable parallel safe
  return case order_type
    when 'new' then true
    when 'renewal' then category in ('hardware', 'api')
    when 'usage' then category = 'hardware'
    else false
  end;

-- R-E1 to R-E4: the bits an order of its own waits for. A refund waits for its payment only (R-E6).
create function own_waiting(
  order_type order_type, category category, paid_at timestamptz, repayment_status repayment_status,
  supervision_status supervision_status, provisioned_at timestamptz, effective_at timestamptz
) returns integer
  language sql immutable parallel safe
  return case when paid_at is null then 1 else 0 end
    | case when order_type = 'refund' then 0 else
        case when repayment_status = 'outstanding' then 2 else 0 end
        | case when supervision_status = 'in_progress' then 4 else 0 end
        | case
            when effective_at is null then 8
            when not needs_trigger(order_type, category) then 0
            when (category = 'api' or supervision_status = 'not_involved') and provisioned_at is null then 8
            else 0
          end
      end;

-- R-E5: the instant an order counts of its own; meaningful where own_waiting() is 0.
create function own_settleable_at(
  order_type order_type, category category, paid_at timestamptz, repayment_status repayment_status,
  repaid_at timestamptz, supervision_status supervision_status, supervised_at timestamptz,
  provisioned_at timestamptz, effective_at timestamptz
) returns timestamptz
  language sql immutable parallel safe
  return case when order_type = 'refund' then paid_at else greatest(
    paid_at,
    effective_at,
    case when repayment_status = 'repaid' then repaid_at end,
    case when supervision_status = 'completed' then supervised_at end,
    case
      when not needs_trigger(order_type, category) then null
      when category = 'api' or supervision_status = 'not_involved' then provisioned_at
    end) end;

-- §4: C. Vouchers and coupons that do not count are left out; buying a card is no consumption.
create function cash_consumption(
  category category, cash_amount numeric, stored_value_amount numeric, performance_coupon_amount numeric
) returns numeric
  language sql immutable parallel safe
  return case when category = 'stored_value_card' then 0.00
    else cash_amount + stored_value_amount + performance_coupon_amount end;

-- §4: what the ratio applies to. `factor` is 1 or 0.5 (B of R-A1); R-A6: never below zero on a sale.
create function sale_share_base(
  rule text, cash_consumption numeric, factor numeric, deal_amount numeric, floor_amount numeric
) returns numeric
  language sql immutable parallel safe
  return case rule
    when 'R-A1' then cash_consumption * factor
    when 'R-A5' then cash_consumption
    else greatest(deal_amount - floor_amount, 0)
  end;

-- B of §4; null for general products, which earn no share.
create function joint_factor(sourcing sourcing) returns numeric
  language sql immutable parallel safe
  return case sourcing when 'self_operated' then 1.0 when 'joint' then 0.5 when 'general' then null else 1.0 end;

create function settlement_rule(sales_scenario sales_scenario, share_model share_model) returns text
  language sql immutable parallel safe
  return case sales_scenario
    when 'dealer_alone' then 'R-A3'
    when 'dealer_joint' then 'R-A4'
    when 'merchant_joint' then 'R-A5'
    else case share_model when 'floor_discount' then 'R-A2' else 'R-A1' end
  end;

-- The terms of a product, each with the half-open span of order times it holds for (R-E11).
create view product_term_span as
  select product_no, share_ratio,
    effective_from::timestamp at time zone 'Asia/Shanghai' as ordered_from,
    lead(effective_from) over (partition by product_no order by effective_from)::timestamp
      at time zone 'Asia/Shanghai' as ordered_until
  from product_term;

-- What §3 and §4 say of an order by itself: rule, ratio, t, route and settlee. Not for refunds, which
-- take all this from their original (R-A9, R-E8).
create view order_standing as
  select o.order_id, o.order_no, o.order_type, o.product_no, o.partner_no,
    coalesce(p.parent_partner_no, p.partner_no) as settlee_no,
    pr.sourcing, pr.category, pr.output_tax_rate,
    settlement_rule(o.sales_scenario, pr.share_model) as rule,
    cash_consumption(pr.category, o.cash_amount, o.stored_value_amount, o.performance_coupon_amount)
      as cash_consumption,
    case o.sales_scenario
      when 'dealer_alone' then 0.9
      when 'dealer_joint' then o.commission_ratio
      else coalesce(o.share_ratio, t.share_ratio)
    end as ratio,
    joint_factor(pr.sourcing) as factor,
    o.deal_amount, o.floor_amount, o.settleable_ratio, o.settleable_ratio_at,
    o.ordered_at, o.settleable_at, o.waiting,
    -- R-E7, R-E8, R-E11 in the bits of src/domain/reasons.ts
    case when o.partner_no is null then 32 else 0 end
    | case when o.sales_scenario not in ('dealer_alone', 'dealer_joint') and reseller.partner_no is not null
        and coalesce(p.parent_partner_no, p.partner_no)
          = coalesce(reseller.parent_partner_no, reseller.partner_no) then 64 else 0 end
    | case when o.operations_base then 128 else 0 end
    | case when pr.category = 'stored_value_card' then 256 else 0 end
    | case when pr.sourcing = 'general' then 512 else 0 end
    | case when o.sales_scenario in ('provider', 'merchant_joint')
        and o.share_ratio is null and t.share_ratio is null then 8192 else 0 end as standing
  from sales_order o
  join product pr on pr.product_no = o.product_no
  left join partner p on p.partner_no = o.partner_no
  left join partner reseller on reseller.partner_no = o.customer_reseller_no
  left join product_term_span t on t.product_no = o.product_no and o.share_ratio is null
    and o.ordered_at >= t.ordered_from and (o.ordered_at < t.ordered_until or t.ordered_until is null);

-- The first day after a period by its label, a month or a quarter.
create function period_end_day(label text) returns date
  language sql immutable parallel safe
  return (case when label like '%Q%'
    then make_date(left(label, 4)::integer, right(label, 1)::integer * 3 - 2, 1) + interval '3 months'
    else make_date(left(label, 4)::integer, right(label, 2)::integer, 1) + interval '1 month' end)::date;

-- R-S2: 0.13 is written 1300.
create function basis_points(rate numeric) returns text
  language sql immutable parallel safe
  return lpad((rate * 10000)::integer::text, 4, '0');
