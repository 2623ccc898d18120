-- What the loop goes through: every sale and all usage, with its product, its partner, the partner that is
-- paid for it, and whom the customer's reseller is settled to. No parameters.
select o.order_id, o.order_no, o.order_type, o.product_no, o.partner_no, o.operations_base, o.sales_scenario,
  o.deal_amount, o.floor_amount, o.share_ratio, o.commission_ratio, o.settleable_ratio, o.settleable_ratio_at,
  o.cash_amount, o.stored_value_amount, o.performance_coupon_amount, o.plain_coupon_amount, o.voucher_amount,
  o.ordered_at, o.paid_at, o.repayment_status, o.repaid_at, o.supervision_status, o.supervised_at,
  o.provisioned_at, o.effective_at, p.sourcing, p.category, p.output_tax_rate, p.share_model,
  settlee.partner_no as settlee_no, settlee.taxpayer_type, settlee.service_fee_rate, settlee.business_info,
  settlee.settlement_cycle,
  coalesce(reseller.parent_partner_no, reseller.partner_no) as reseller_settlee_no
from sales_order o
join product p on p.product_no = o.product_no
left join partner partner on partner.partner_no = o.partner_no
left join partner settlee on settlee.partner_no = coalesce(partner.parent_partner_no, partner.partner_no)
left join partner reseller on reseller.partner_no = o.customer_reseller_no
where o.order_type <> 'refund';
