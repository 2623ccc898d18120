-- Records what became of drafts (R-W3): made, made again, gone, void for ever. $1 run_id bigint. No result.
insert into transition (statement_no, event, from_status, to_status, actor, at, details)
select it.statement_no,
  case when it.before is null then 'generate'
    when it.is_made then 'regenerate'
    when s.statement_id is null then 'discard'
    else 'cancel' end,
  it.before,
  case when it.is_made then 'draft'::statement_status else s.status end,
  r.actor, r.started_at,
  jsonb_strip_nulls(jsonb_build_object('runId', r.run_id::text, 'amount', it.amount::text,
    'amountBefore', it.amount_before::text))::text
from (
  select coalesce(n.statement_no, b.statement_no) as statement_no, b.statement_id, b.status as before,
    n.statement_no is not null as is_made, coalesce(n.is_changed, true) as is_changed, n.amount,
    b.amount as amount_before
  from new_statement n
  full join statement_before b on b.statement_id = n.statement_id
) it
join run r on r.run_id = $1
left join statement s on s.statement_id = it.statement_id
where it.before is null or not it.is_made or it.is_changed or it.before <> 'draft'
order by it.statement_no;
