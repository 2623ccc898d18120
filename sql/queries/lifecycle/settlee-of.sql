-- The settlee of a statement. $1 statement_no text. Returns settlee_no; no row: there is no such statement.
select settlee_no from statement where statement_no = $1;
