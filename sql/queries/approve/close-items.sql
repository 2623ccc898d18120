-- Closes the items a sent statement settles whole: facts untouched since the last run of its month that settled it saw them,
-- nothing left of the ratio (a refund: its original's). $1 statement_id bigint.
with seen as (
  select max(r.import_id) as import_id
  from statement s
  join run r on r.period = s.run_period and r.state = 'completed'
    and (r.settlees is null or s.settlee_no = any (r.settlees))
    and not exists (select from parked_settlee p
      where p.run_id = r.run_id and p.settlee_no = s.settlee_no)
  where s.statement_id = $1
), sent as (
  select l.order_id, l.settleable_ratio
  from locked_line l
  where l.statement_id = $1 and l.order_id is not null and not l.reversal
  union all
  select u.order_id, 1
  from locked_usage_item u
  where u.statement_id = $1
)
delete from open_item i
using seen, sent, sales_order o
left join sales_order original on original.order_no = o.original_order_no
where i.order_id = sent.order_id and o.order_id = sent.order_id
  and i.touched_by <= seen.import_id
  and sent.settleable_ratio = coalesce(original.settleable_ratio, o.settleable_ratio)
  and (sent.settleable_ratio = 1 or o.order_type = 'refund')
  -- The other half of a correction is still a draft: a change of tax rate has one on each statement. Each kind
  -- of line is looked up by the index that holds it; without one every order would read all drafts.
  and not exists (select from draft_line d where d.order_id = i.order_id and not d.reversal)
  and not exists (select from draft_line d where d.order_id = i.order_id and d.reversal);
