-- Invoices of settlees (spec §7 steps 4 to 6, R-W8): submitted, verified, refused, issued again.

create type invoice_state as enum ('submitted', 'accepted', 'refused', 'returned');
create type invoice_medium as enum ('paper', 'electronic');

create table invoice (
  invoice_id bigint generated always as identity constraint invoice_pk primary key,
  statement_no text collate "C" not null,
  submission_no integer not null, -- from 1; one more each time the statement is invoiced again
  invoice_no text collate "C" not null, -- electronic: 20 digits; on paper: its code, 10 or 12, and its number, 8
  medium invoice_medium not null,
  issued_on date not null,
  net_amount numeric(18, 2) not null,
  tax_amount numeric(18, 2) not null,
  amount numeric(18, 2) not null,
  service_fee_rate numeric(9, 6), -- null: not told, or not the same in every line
  tracking_no text, -- of the post; null: nothing was posted
  file_sha256 bytea,
  file_facts jsonb, -- what the electronic file says, amounts as text; no personal data
  state invoice_state not null default 'submitted',
  submitted_by text not null,
  submitted_at timestamptz not null,
  decided_by text, -- who accepted, refused or returned it last
  decided_at timestamptz,
  reason text, -- why it was refused or returned
  constraint invoice_number_form check (
    invoice_no ~ '^[0-9]{20}$' or (medium = 'paper' and invoice_no ~ '^[0-9]{18}$')),
  constraint invoice_submission_uq unique (statement_no, submission_no, invoice_no),
  constraint invoice_submission_positive check (submission_no > 0),
  constraint invoice_amount_positive check (amount > 0 and net_amount > 0 and tax_amount >= 0),
  constraint invoice_adds_up check (net_amount + tax_amount = amount),
  constraint invoice_medium_whole check (
    (medium = 'electronic') = (file_sha256 is not null) and (medium = 'electronic') = (file_facts is not null)
    and (medium = 'paper') = (tracking_no is not null)),
  constraint invoice_decided_whole check (
    (state = 'submitted') = (decided_by is null) and (state = 'submitted') = (decided_at is null)
    and (state in ('refused', 'returned')) = (reason is not null))
);
-- One invoice never pays several: a number stands once. What was refused, a typing mistake for instance, is free
-- again; what was accepted once stays its statement's (queries/invoice/used-by-others.sql).
create unique index invoice_standing_uq on invoice (invoice_no) where state in ('submitted', 'accepted');
create index invoice_number_ix on invoice (invoice_no);

create function refuse_changed_invoice() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE'
    or (old.state, new.state) not in (('submitted', 'accepted'), ('submitted', 'refused'), ('accepted', 'returned'))
    or (to_jsonb(new) - '{state,decided_by,decided_at,reason}'::text[])
      is distinct from (to_jsonb(old) - '{state,decided_by,decided_at,reason}'::text[]) then
    raise exception 'R-W3: invoice % of % stands as it was submitted', old.invoice_no, old.statement_no
      using errcode = 'YJ001';
  end if;
  return new;
end $$;
create trigger invoice_append_only before update or delete on invoice
  for each row execute function refuse_changed_invoice();
create trigger invoice_kept before truncate on invoice
  for each statement execute function refuse_rewriting();

-- R-W8: nothing is verified but by accepted invoices that add up to the statement, whoever writes the record.
create function require_accepted_invoices() returns trigger language plpgsql as $$
begin
  if not exists (
    select from statement s
    join lateral (select sum(i.net_amount) as net, sum(i.tax_amount) as tax from invoice i
      where i.statement_no = s.statement_no and i.state = 'accepted') accepted on true
    where s.statement_no = new.statement_no and accepted.net = s.net_amount and accepted.tax = s.tax_amount) then
    raise exception 'R-W8: the accepted invoices of % do not make it up', new.statement_no using errcode = 'YJ001';
  end if;
  return new;
end $$;
create trigger transition_rests_on_invoices before insert on transition
  for each row when (new.event = 'accept_invoice') execute function require_accepted_invoices();
