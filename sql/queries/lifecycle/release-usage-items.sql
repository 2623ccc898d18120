-- Moves the orders behind the usage lines of a recalled statement back among those of drafts, of the lines that went
-- there. Of a line first settled on it, the draft's own is the first again (R-A7). $1 statement_id bigint. No result.
with released as (
  delete from locked_usage_item where statement_id = $1 returning *
)
insert into draft_usage_item (statement_id, line_no, order_id, share_base, first_statement_id, first_line_no)
select r.statement_id, r.line_no, r.order_id, r.share_base,
  case when r.first_statement_id <> r.statement_id then r.first_statement_id end,
  case when r.first_statement_id <> r.statement_id then r.first_line_no end
from released r
join draft_line d on d.statement_id = r.statement_id and d.line_no = r.line_no;
