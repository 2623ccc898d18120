-- The same of its lines. $1 statement_id bigint. No result.
insert into recalled_line
select s.statement_no, s.version, l.*
from statement s
join locked_line l on l.statement_id = s.statement_id
where s.statement_id = $1;
