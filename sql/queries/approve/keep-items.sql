-- What stays open of a sent statement's orders has locked lines from now on, and stays with the settlee of the
-- first. $1 statement_id bigint.
update open_item i set settled_before = true, settlee_no = sent.settlee_no
from (
  select l.order_id, s.settlee_no
  from locked_line l
  join statement s on s.statement_id = l.statement_id
  where l.statement_id = $1 and l.order_id is not null
  union
  select u.order_id, s.settlee_no
  from locked_usage_item u
  join statement s on s.statement_id = u.statement_id
  where u.statement_id = $1
) sent
where i.order_id = sent.order_id and not i.settled_before;
