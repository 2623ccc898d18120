-- Forgets what the last run of this month settled of parked settlees. $1 month text, $2 settlees text[].
-- No result.
delete from reconciliation where period = $1 and settlee_no = any ($2::text[]);
