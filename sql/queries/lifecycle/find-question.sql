-- A question. $1 question_id bigint. Returns question_id, statement_no, line_no, outcome; no row: there is none.
select question_id, statement_no, line_no, outcome from question where question_id = $1;
