-- Whether there is a statement of this number. $1 statement_no text. Returns found.
select exists (select from statement where statement_no = $1) as found;
