-- Lets a statement's next version begin: it is sent no more, and nobody was asked for it. $1 statement_id bigint.
update statement set version = version + 1, sent_at = null, sent_by = null, sent_order = null,
  invoice_requested_at = null
where statement_id = $1;
