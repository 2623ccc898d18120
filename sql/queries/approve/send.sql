-- Notes who sent a draft, and in which order. $1 statement_id bigint, $2 sent_at timestamptz, $3 actor text.
update statement set sent_at = $2, sent_by = $3, sent_order = nextval('statement_sent_order_seq')
where statement_id = $1;
