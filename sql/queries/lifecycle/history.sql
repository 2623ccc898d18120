-- What happened to a statement, oldest first. $1 statement_no text. Returns entry_no, event, from_status, to_status,
-- actor, at, recorded_at, reason, details (JSON), hash (hex).
select entry_no, event, from_status, to_status, actor, at, recorded_at, reason, details::jsonb as details,
  encode(hash, 'hex') as hash
from transition
where statement_no = $1
order by entry_no;
