-- Sends a draft; what it becomes depends on its amount (R-S4). $1 statement_id bigint, $2 sent_at timestamptz,
-- $3 actor text. Returns statement_no, status.
update statement s set sent_at = $2, sent_by = $3,
  status = case
    when amount > 0 then 'sent'::statement_status
    when amount = 0 then 'closed'
    when exists (select from locked_line l
      where l.statement_id = s.statement_id and l.kind = 'brought_forward') then 'top_up_due'
    else 'deficit'
  end
where statement_id = $1
returning statement_no, status;
