-- Begins a payment batch. $1 batch_no text, $2 prepared_by text, $3 prepared_at timestamptz, $4 wanted_on date.
insert into payment_batch (batch_no, prepared_by, prepared_at, wanted_on) values ($1, $2, $3, $4);
