-- Answers a question, once. $1 question_id bigint, $2 outcome text, $3 answer text, $4 actor text, $5 at timestamptz.
-- Returns statement_no; no row: it was answered before.
update question set outcome = $2, answer = $3, answered_by = $4, answered_at = $5
where question_id = $1 and outcome is null
returning statement_no;
