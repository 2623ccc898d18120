-- Takes invoice numbers for a statement; in order, so that two who take the same ones wait, never for each other.
-- $1 invoice_nos text[], $2 statement_no text.
insert into invoice_number (invoice_no, statement_no)
select distinct n, $2 from unnest($1::text[]) n order by n
on conflict (invoice_no) do nothing;
