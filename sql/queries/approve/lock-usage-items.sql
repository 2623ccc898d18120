-- Moves the orders behind usage lines with them; first lines become the ones that changes refer to (R-A7).
-- $1 statement_id bigint.
with moved as (
  delete from draft_usage_item where statement_id = $1 returning *
)
insert into locked_usage_item (statement_id, line_no, order_id, share_base, first_statement_id,
  first_line_no)
select statement_id, line_no, order_id, share_base, coalesce(first_statement_id, statement_id),
  coalesce(first_line_no, line_no)
from moved;
