-- What a draft becomes when it is sent, by its amount (R-S4). $1 statement_id bigint. Returns becomes.
select case
    when amount > 0 then 'sent'
    when amount = 0 then 'closed'
    when exists (select from draft_line l
      where l.statement_id = s.statement_id and l.kind = 'brought_forward') then 'top_up_due'
    else 'deficit'
  end as becomes
from statement s
where statement_id = $1;
