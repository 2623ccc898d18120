-- What came in for a statement. $1 statement_no text, $2 version integer. Returns received (0.00: nothing).
select coalesce(sum(amount), 0)::numeric(24, 2) as received from top_up where statement_no = $1 and version = $2;
