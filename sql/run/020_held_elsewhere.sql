-- Orders that belong to a draft of another period until it is sent or run again (R-E12), or, in a run of some
-- settlees, to a draft of one that is not run; those that a recall released and another draft had already, too.
-- $1 month text. No result.
insert into held_elsewhere
select x.order_id, bool_or(s.run_period <> $1)
from (
  select order_id, statement_id from draft_line where order_id is not null
  union all
  select order_id, statement_id from draft_usage_item
  union all
  select l.order_id, r.statement_id
  from statement r
  join recalled_line l on l.statement_no = r.statement_no and l.version = r.version - 1
  where r.status = 'recalled' and l.order_id is not null
  union all
  select u.order_id, r.statement_id
  from statement r
  join recalled_usage_item u on u.statement_no = r.statement_no and u.version = r.version - 1
  where r.status = 'recalled'
) x
join open_order i on i.order_id = x.order_id
join statement s on s.statement_id = x.statement_id
where s.run_period <> $1
  or not exists (select from run_settlee r where r.settlee_no = s.settlee_no)
group by x.order_id;
