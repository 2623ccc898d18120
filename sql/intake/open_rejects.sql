-- A cursor over what the set-wise checks rejected, in the order of files and rows; next_rejects.sql reads
-- it. No parameters, no result. Rows: kind, row_no, column_name, value, code, details.
declare reject_cursor no scroll cursor for
select kind, row_no, column_name, value, code, details
from stage_reject
order by array_position(array['partners', 'products', 'product_terms', 'orders'], kind), row_no,
  column_name collate "C", code collate "C";
