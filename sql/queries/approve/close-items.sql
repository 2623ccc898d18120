-- Closes the items a sent statement settles whole: facts untouched since the run that saw them, nothing
-- left of the ratio (a refund: its original's). $1 statement_id bigint.
with sent as (
  select l.order_id, l.settleable_ratio, r.import_id
  from locked_line l
  join statement s on s.statement_id = l.statement_id
  join run r on r.run_id = s.seen_by_run
  where l.statement_id = $1 and l.order_id is not null and not l.reversal
  union all
  select u.order_id, 1, r.import_id
  from locked_usage_item u
  join statement s on s.statement_id = u.statement_id
  join run r on r.run_id = s.seen_by_run
  where u.statement_id = $1
)
delete from open_item i
using sent, sales_order o
left join sales_order original on original.order_no = o.original_order_no
where i.order_id = sent.order_id and o.order_id = sent.order_id
  and i.touched_by <= sent.import_id
  and sent.settleable_ratio = coalesce(original.settleable_ratio, o.settleable_ratio)
  and (sent.settleable_ratio = 1 or o.order_type = 'refund');
