-- What does not add up after writing (R-R5): statements against lines, orders against lines, outcomes
-- against scope. $1 month text. Returns what; no row when the run balances.
with made as (
  select s.statement_id, s.statement_no, s.line_count, s.amount
  from statement s
  join run_settlee r on r.settlee_no = s.settlee_no
  where s.run_period = $1 and s.status = 'draft'
), totals as (
  select l.statement_id, count(*) as line_count, sum(l.amount) as amount
  from draft_line l
  join made m on m.statement_id = l.statement_id
  group by l.statement_id
), settled as (
  select
    (select count(*) from draft_line l join made m on m.statement_id = l.statement_id
      where l.order_id is not null and not l.reversal)
    + (select count(*) from draft_line l join made m on m.statement_id = l.statement_id
      where l.reversal and not exists (select from draft_line n
        where n.order_id = l.order_id and not n.reversal))
    + (select count(*) from draft_usage_item u join made m on m.statement_id = u.statement_id)
    as on_lines,
    (select count(*) from item where has_line) as taken,
    (select count(*) from item where outcome is not null) as in_scope,
    (select coalesce(sum(c.order_count), 0) from reconciliation c
      where c.period = $1 and (c.settlee_no = '' and exists (select from item where settlee_no is null)
        or exists (select from run_settlee r where r.settlee_no = c.settlee_no))) as reconciled
)
select 'statement ' || m.statement_no || ' has ' || m.line_count || ' lines of ' || m.amount
  || ', its lines are ' || coalesce(t.line_count, 0) || ' of ' || coalesce(t.amount, 0) as what
from made m
left join totals t on t.statement_id = m.statement_id
where (m.line_count, m.amount) is distinct from (t.line_count, t.amount)
union all
select taken || ' orders were taken, ' || on_lines || ' are on lines' from settled where taken <> on_lines
union all
select in_scope || ' orders are in scope, ' || reconciled || ' have an outcome' from settled
where in_scope <> reconciled;
