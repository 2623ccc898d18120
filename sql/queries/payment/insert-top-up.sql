-- Money that came in. $1 reference text, $2 statement_no text, $3 version integer, $4 amount numeric,
-- $5 received_on date, $6 recorded_by text, $7 recorded_at timestamptz. Returns reference; no row: it is there already.
insert into top_up (reference, statement_no, version, amount, received_on, recorded_by, recorded_at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (reference) do nothing
returning reference;
