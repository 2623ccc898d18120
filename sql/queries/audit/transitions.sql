-- The record, chain by chain. No parameters. Returns every field of its hash as text, hash and previous_hash in hex.
select statement_no, entry_no, event, from_status, to_status, actor,
  to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
  to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as recorded_at,
  reason, details, encode(previous_hash, 'hex') as previous_hash, encode(hash, 'hex') as hash
from transition
order by statement_no, entry_no;
