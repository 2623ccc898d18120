-- Moves a statement to another state and records it (R-W3). $1 statement_id bigint, $2 event text, $3 to status,
-- $4 resumes_as status or null, $5 whether a step begins boolean, $6 actor text, $7 at timestamptz,
-- $8 reason text or null, $9 details text (JSON). Returns statement_no.
with before as (
  select statement_id, status from statement where statement_id = $1
), moved as (
  update statement s set status = $3::statement_status, resumes_as = $4::statement_status,
    entered_at = case when $5 then $7 else s.entered_at end
  from before b
  where s.statement_id = b.statement_id
  returning s.statement_no, b.status as from_status
)
insert into transition (statement_no, event, from_status, to_status, actor, at, reason, details)
select statement_no, $2, from_status, $3::statement_status, $6, $7, $8, $9 from moved
returning statement_no;
