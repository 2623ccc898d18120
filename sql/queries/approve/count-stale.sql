-- Lines of a draft that rest on other lines than they were computed from: something of their order has been sent
-- or recalled since, or the deficit they bring forward was recalled; sending them would pay it again, or not at all.
-- A refund stands at the service fee rate of its original's lines (R-A9). $1 statement_id bigint. Returns stale.
select
  (select count(*)
  from draft_line d
  where d.statement_id = $1 and d.order_id is not null
    and d.earlier_amount <> coalesce((
      select sum(l.amount) from locked_line l
      where l.order_id = d.order_id and l.output_tax_rate = d.output_tax_rate), 0))
  + (select count(*)
  from draft_usage_item u
  where u.statement_id = $1 and u.first_statement_id is null
    and exists (select from locked_usage_item l where l.order_id = u.order_id))
  + (select count(*)
  from draft_usage_item u
  where u.statement_id = $1 and u.first_statement_id is not null
    and not exists (select from locked_usage_item l
      where l.order_id = u.order_id and l.statement_id = u.first_statement_id
        and l.line_no = u.first_line_no))
  + (select count(*)
  from draft_line d
  where d.statement_id = $1 and d.kind = 'brought_forward'
    and not exists (select from statement s
      where s.statement_id = d.source_statement_id and coalesce(s.resumes_as, s.status) = 'deficit'
        and s.amount = d.amount))
  + (select count(*)
  from draft_line d
  join sales_order r on r.order_id = d.order_id
  join sales_order o on o.order_no = r.original_order_no
  join line l on l.order_id = o.order_id
  where d.statement_id = $1 and d.kind = 'refund' and not l.reversal
    and l.service_fee_rate <> d.service_fee_rate) as stale;
