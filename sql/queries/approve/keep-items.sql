-- What stays open of a sent statement's orders has locked lines from now on. $1 statement_id bigint.
update open_item i set settled_before = true
from (
  select order_id from locked_line where statement_id = $1 and order_id is not null
  union
  select order_id from locked_usage_item where statement_id = $1
) sent
where i.order_id = sent.order_id and not i.settled_before;
