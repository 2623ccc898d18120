-- Questions about a statement, oldest first. $1 statement_no text. Returns question_id, version, line_no, raised_by,
-- raised_at, text, outcome, answer, answered_by, answered_at.
select question_id, version, line_no, raised_by, raised_at, text, outcome, answer, answered_by, answered_at
from question
where statement_no = $1
order by question_id;
