-- Settlees that one shard must settle together: an order on a draft of one has since moved to the other. Only
-- an import later than the draft's run can have moved it. $1 month text. Returns one, other (empty: no
-- partner); ordered.
select distinct s.settlee_no as one, coalesce(i.settlee_no, '') as other
from statement s
join run r on r.run_id = s.made_by_run
cross join lateral (
  select order_id from draft_line l where l.statement_id = s.statement_id and l.order_id is not null
  union all
  select order_id from draft_usage_item u where u.statement_id = s.statement_id
) x
join open_item i on i.order_id = x.order_id
where s.run_period = $1 and counts_as_draft(s.status)
  and r.import_id < (select max(import_id) from import_batch)
  and i.settlee_no is distinct from s.settlee_no
order by 1, 2;
