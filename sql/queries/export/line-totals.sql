-- Lines by kind and rule: of all statements of a label, or of one. $1 label text or null,
-- $2 statement_id bigint or null; one of them is given. Returns kind, rule, line_count, deal_amount,
-- cash_consumption, amount.
select l.kind, l.rule, count(*) as line_count,
  coalesce(sum(l.deal_amount), 0) as deal_amount,
  coalesce(sum(l.cash_consumption), 0) as cash_consumption,
  sum(l.amount) as amount
from statement s
join line l on l.statement_id = s.statement_id
where ($1::text is null or s.period = $1) and ($2::bigint is null or s.statement_id = $2)
group by l.kind, l.rule
order by l.kind, l.rule;
