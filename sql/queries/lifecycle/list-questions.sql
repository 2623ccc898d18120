-- Questions about statements, oldest first. $1 label text or null, $2 settlee_no text or null, $3 settlee_no text or
-- null: the only one whose questions the reader may see, $4 boolean: only those that nobody answered yet.
-- Returns question_id, statement_no, settlee_no, line_no, raised_by, raised_at, text, outcome, answer, answered_by,
-- answered_at.
select q.question_id, q.statement_no, s.settlee_no, q.line_no, q.raised_by, q.raised_at, q.text, q.outcome, q.answer,
  q.answered_by, q.answered_at
from question q
join statement s on s.statement_no = q.statement_no
where ($1::text is null or s.period = $1) and ($2::text is null or s.settlee_no = $2)
  and ($3::text is null or s.settlee_no = $3) and (not $4::boolean or q.outcome is null)
order by q.question_id;
