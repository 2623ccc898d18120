-- A question about a statement, or about one of its lines (R-W4). $1 statement_no text, $2 version integer,
-- $3 line_no integer or null, $4 raised_by text, $5 raised_at timestamptz, $6 text. Returns question_id; no row:
-- the statement has no such line.
insert into question (statement_no, version, line_no, raised_by, raised_at, text)
select $1, $2, $3, $4, $5, $6
where $3::integer is null or exists (select from locked_line l join statement s on s.statement_id = l.statement_id
  where s.statement_no = $1 and l.line_no = $3)
returning question_id;
