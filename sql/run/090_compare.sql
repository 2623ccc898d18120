-- Finds the drafts whose new lines equal the ones they have: those are left as they are (R-R2). The order of
-- lines is total, so equal drafts are numbered alike. No parameters, no result.
with numbered as (
  select k.statement_id,
    row_number() over (
      partition by k.statement_id
      order by n.kind, n.order_no, n.product_no, n.partner_no, n.usage_month, n.rule, n.ratio,
        n.reversal, n.source_statement_no, n.source_line_no
    ) as line_no,
    n.*
  from computed_line n
  join new_statement k using (settlee_no, output_tax_rate, service_fee_rate)
  where k.statement_id is not null
), different as (
  select n.statement_id
  from numbered n
  left join draft_line d on d.statement_id = n.statement_id and d.line_no = n.line_no
  left join statement source on source.statement_no = n.source_statement_no
  where (d.source_statement_id,
    d.kind, d.reversal, d.order_id, d.product_no, d.partner_no, d.usage_month, d.rule,
    d.deal_amount, d.floor_amount, d.cash_consumption, d.share_base, d.ratio, d.output_tax_rate,
    d.service_fee_rate, d.settleable_ratio, d.completes_amount, d.earlier_amount, d.amount,
    d.settleable_at, d.source_line_no)
    is distinct from (source.statement_id,
    n.kind, n.reversal, n.order_id, n.product_no, n.partner_no, n.usage_month, n.rule,
    n.deal_amount, n.floor_amount, n.cash_consumption, n.share_base, n.ratio, n.output_tax_rate,
    n.service_fee_rate, n.settleable_ratio, n.completes_amount, n.earlier_amount, n.amount,
    n.settleable_at, n.source_line_no)
  union
  select coalesce(d.statement_id, k.statement_id)
  from (
    select u.order_id, k.statement_id, u.share_base, u.partner_no, u.product_no, u.usage_month, u.rule,
      u.ratio, u.first_statement_id, u.first_line_no
    from new_usage_item u
    join new_statement k using (settlee_no, output_tax_rate, service_fee_rate)
    where k.statement_id is not null
  ) k
  full join (
    select u.order_id, u.statement_id, u.share_base, l.partner_no, l.product_no, l.usage_month, l.rule,
      l.ratio, u.first_statement_id, u.first_line_no
    from draft_usage_item u
    join new_statement k on k.statement_id = u.statement_id
    join draft_line l on l.statement_id = u.statement_id and l.line_no = u.line_no
  ) d on d.order_id = k.order_id
  where (d.statement_id, d.share_base, d.partner_no, d.product_no, d.usage_month, d.rule, d.ratio,
      d.first_statement_id, d.first_line_no)
    is distinct from (k.statement_id, k.share_base, k.partner_no, k.product_no, k.usage_month, k.rule,
      k.ratio, k.first_statement_id, k.first_line_no)
)
update new_statement k set is_changed = false
from statement s
where s.statement_id = k.statement_id
  and s.line_count = k.line_count
  and not exists (select from different d where d.statement_id = k.statement_id);
