-- Numbers that stand for another statement, or were accepted for one (R-W8). $1 invoice_nos text[],
-- $2 statement_no text. Returns invoice_no; ordered.
select distinct invoice_no
from invoice
where invoice_no = any ($1::text[]) and statement_no <> $2 and state <> 'refused'
order by invoice_no;
