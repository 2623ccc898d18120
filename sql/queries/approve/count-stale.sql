-- Lines of a draft that rest on other earlier lines than they were computed from: something of their order has been
-- sent since, and sending them would pay it again. $1 statement_id bigint. Returns stale.
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
    and exists (select from locked_usage_item l where l.order_id = u.order_id)) as stale;
