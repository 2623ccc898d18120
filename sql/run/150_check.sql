-- What does not add up after writing (R-R5): statements against lines, orders against lines, outcomes
-- against scope, set-offs and the orders behind usage. What is in scope is counted from what is open, not from
-- what was taken, so that no join loses an order. $1 month text. Returns what; no row when the
-- run balances.
with made as (
  select s.statement_id, s.statement_no, s.line_count, s.amount
  from statement s
  join run_settlee r on r.settlee_no = s.settlee_no
  where s.run_period = $1 and counts_as_draft(s.status)
), totals as (
  select l.statement_id, count(*) as line_count, sum(l.amount) as amount,
    count(*) filter (where l.order_id is not null and not l.reversal) as orders
  from draft_line l
  join made m on m.statement_id = l.statement_id
  group by l.statement_id
), taken as (
  select count(*) filter (where has_line) as with_line, count(*) filter (where outcome is not null) as in_scope
  from item
), counted as (
  select
    (select coalesce(sum(orders), 0) from totals)
    + (select count(*) from draft_usage_item u join made m on m.statement_id = u.statement_id)
    -- A reversal may stand alone, where nothing is left at the new tax rate.
    + (select count(distinct l.order_id) from draft_line l join made m on m.statement_id = l.statement_id
      where l.reversal and not exists (select from draft_line n
        where n.order_id = l.order_id and not n.reversal)) as on_lines,
    (select coalesce(sum(c.order_count), 0) from reconciliation c
      join run_settlee r on r.settlee_no = c.settlee_no
      where c.period = $1)
    + (select count(*) from order_outcome o join item i on i.order_id = o.order_id
      where o.period = $1) as reconciled,
    t.with_line, t.in_scope
  from taken t
)
select 'statement ' || m.statement_no || ' has ' || m.line_count || ' lines of ' || m.amount
  || ', its lines are ' || coalesce(t.line_count, 0) || ' of ' || coalesce(t.amount, 0) as what
from made m
left join totals t on t.statement_id = m.statement_id
where (m.line_count, m.amount) is distinct from (t.line_count, t.amount)
union all
select with_line || ' orders were taken, ' || on_lines || ' are on lines' from counted
where with_line <> on_lines
union all
select in_scope || ' orders are in scope, ' || reconciled || ' have an outcome' from counted
where in_scope <> reconciled
union all
select count(*) || ' open orders are in time and were lost, the first has the id ' || min(i.order_id)
from open_order i
where i.is_in_time
  and not exists (select from item x where x.order_id = i.order_id)
  and not exists (select from held_elsewhere h where h.order_id = i.order_id)
  and not exists (select from order_outcome told
    where told.order_id = i.order_id and told.period < $1 and told.outcome = 'excluded')
having count(*) > 0
union all
select 'set-offs of ' || s.settlee_no || ' in ' || s.period || ' sum to ' || sum(l.amount)
from statement s
join run_settlee r on r.settlee_no = s.settlee_no
join line l on l.statement_id = s.statement_id and l.kind = 'set_off'
where s.run_period = $1
group by s.settlee_no, s.period, s.service_fee_rate
having sum(l.amount) <> 0
union all
select 'usage line ' || m.statement_no || ' #' || l.line_no || ' has base ' || l.share_base
  || ', its orders ' || coalesce(u.share_base, 0)
from usage_line x
join draft_line l on l.statement_id = x.statement_id and l.line_no = x.line_no
join made m on m.statement_id = l.statement_id
left join (
  select statement_id, line_no, sum(share_base) as share_base
  from draft_usage_item
  group by statement_id, line_no
) u on u.statement_id = l.statement_id and u.line_no = l.line_no
where l.share_base is distinct from u.share_base;
