-- Accepts, refuses or returns the standing invoices of a statement. $1 statement_no text, $2 from state text,
-- $3 to state text, $4 decided_by text, $5 decided_at timestamptz, $6 reason text or null.
-- Returns invoice_no, submission_no; in no order.
update invoice
set state = $3::invoice_state, decided_by = $4, decided_at = $5, reason = $6
where statement_no = $1 and state = $2::invoice_state
returning invoice_no, submission_no;
