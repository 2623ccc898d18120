-- Re-sums the lines of every statement that runs of a month made or that has a label; or of one statement.
-- $1 month text, $2 label text, $3 statement_no text or null (all). No result.
insert into export_statement
select s.statement_id, count(l.line_no), coalesce(sum(l.amount), 0),
  count(l.line_no) filter (where l.kind not in ('brought_forward', 'set_off')),
  coalesce(sum(l.amount) filter (where l.kind not in ('brought_forward', 'set_off')), 0),
  count(l.line_no) filter (where l.kind = 'brought_forward'),
  coalesce(sum(l.amount) filter (where l.kind = 'brought_forward'), 0),
  count(l.line_no) filter (where l.kind = 'set_off'),
  coalesce(sum(l.amount) filter (where l.kind = 'set_off'), 0),
  coalesce(bool_or(l.kind = 'usage' or l.kind = 'adjustment' and l.order_id is null), false)
from statement s
left join line l on l.statement_id = s.statement_id
where (s.run_period = $1 or s.period = $2) and s.status <> 'void' and ($3::text is null or s.statement_no = $3)
group by s.statement_id;
