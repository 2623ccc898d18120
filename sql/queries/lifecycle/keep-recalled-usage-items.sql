-- The same of the orders behind its usage lines. $1 statement_id bigint. No result.
insert into recalled_usage_item
select s.statement_no, s.version, u.*
from statement s
join locked_usage_item u on u.statement_id = s.statement_id
where s.statement_id = $1;
