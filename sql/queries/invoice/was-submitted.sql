-- Whether an invoice of a statement was ever submitted, whatever became of it: from its request on there is no other
-- version of the statement (R-W4). $1 statement_no text. Returns was_submitted.
select exists (select from invoice where statement_no = $1) as was_submitted;
