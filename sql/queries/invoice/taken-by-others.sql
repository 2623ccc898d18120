-- Numbers that were first given for another statement (R-W8). $1 invoice_nos text[], $2 statement_no text.
-- Returns invoice_no; ordered.
select invoice_no from invoice_number
where invoice_no = any ($1::text[]) and statement_no <> $2
order by invoice_no;
