-- Statements that somebody names, or those of a period or settlee that stand where an event may begin.
-- $1 label text or null, $2 settlee_no text or null, $3 statuses text[], $4 statement_nos text[] or null.
-- Returns statement_no, settlee_no, status (null: there is no such statement); ordered by number.
select coalesce(s.statement_no, n.statement_no) as statement_no, s.settlee_no, s.status
from (
  select statement_no from statement
  where $4::text[] is null and ($1::text is null or period = $1) and ($2::text is null or settlee_no = $2)
    and status = any ($3::statement_status[])
  union
  select unnest($4::text[])
) n
left join statement s on s.statement_no = n.statement_no
order by 1;
