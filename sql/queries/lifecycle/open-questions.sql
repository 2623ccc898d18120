-- Questions of a statement that nobody answered yet. $1 statement_no text. Returns question_id, in order.
select question_id from question where statement_no = $1 and outcome is null order by question_id;
