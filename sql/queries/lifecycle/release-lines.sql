-- Moves the lines of a recalled statement back among those of drafts, until the next run (R-R1). An order that the
-- draft of another month has a line of already, computed from what is taken back, stays there: it is on one open
-- line at most (R-R2), and that draft cannot be sent before it is run again. $1 statement_id bigint. No result.
with released as (
  delete from locked_line where statement_id = $1 returning *
)
insert into draft_line
select r.*
from released r
where not exists (select from draft_line d where d.order_id = r.order_id)
  and not exists (
    select from recalled_usage_item u
    join statement s on s.statement_no = u.statement_no and s.version = u.version + 1
    join draft_usage_item d on d.order_id = u.order_id
    where s.statement_id = r.statement_id and u.line_no = r.line_no);
