-- Orders that sent statements of this month cover, but that a draft of another period holds (R-E12).
-- $1 month text. No result.
insert into order_out_of_scope
select $1, h.order_id
from held_elsewhere h
where h.is_other_period and (exists (
    select from locked_line l
    join statement s on s.statement_id = l.statement_id
    join run_settlee r on r.settlee_no = s.settlee_no
    where l.order_id = h.order_id and s.run_period = $1)
  or exists (
    select from locked_usage_item u
    join statement s on s.statement_id = u.statement_id
    join run_settlee r on r.settlee_no = s.settlee_no
    where u.order_id = h.order_id and s.run_period = $1))
on conflict do nothing;
