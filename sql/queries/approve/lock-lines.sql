-- Moves the lines of a draft among those that never change (R-R1), under the numbers they have.
-- $1 statement_id bigint.
with moved as (
  delete from draft_line where statement_id = $1 returning *
)
insert into locked_line select * from moved;
