-- Where a reference was recorded. $1 reference text. Returns statement_no, amount, received_on.
select statement_no, amount, received_on from top_up where reference = $1;
