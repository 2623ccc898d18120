-- Says since when an invoice is wanted: its month counts from here (R-W8).
-- $1 statement_id bigint, $2 at timestamptz.
update statement set invoice_requested_at = $2 where statement_id = $1;
