-- Orders that belong to a draft of another period until it is sent or run again (R-E12).
-- $1 month text. No result.
insert into held_elsewhere
select d.order_id
from draft_line d
join statement s on s.statement_id = d.statement_id
where s.run_period <> $1 and d.order_id is not null
union
select u.order_id
from draft_usage_item u
join statement s on s.statement_id = u.statement_id
where s.run_period <> $1;
