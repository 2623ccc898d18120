-- Notes that a settlee is reminded of an invoice, once a stage of a request's due day, and of no stage that comes
-- before one it was reminded of. $1 statement_no text, $2 requested_at timestamptz, $3 due_on date, $4 stage text,
-- $5 stages text[] (this one and those after it), $6 reminded_at timestamptz. Returns stage; no row: it was reminded
-- before.
insert into invoice_reminder (statement_no, requested_at, due_on, stage, reminded_at)
select $1, $2, $3, $4, $6
where not exists (select from invoice_reminder r
  where r.statement_no = $1 and r.requested_at = $2 and r.due_on = $3 and r.stage = any ($5::text[]))
on conflict do nothing
returning stage;
