-- Where a statement belongs. $1 statement_no text. Returns period, settlee_no; none: no row.
select period, settlee_no from statement where statement_no = $1;
