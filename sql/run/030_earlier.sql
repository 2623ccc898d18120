-- What locked lines say of the orders that are open again: the first line fixes settlee and s, the newest
-- one tells which facts were settled (of two of one correction, the one at the new t).
-- $1 month text. No result.
insert into earlier
select l.order_id,
  (array_agg(s.settlee_no order by l.run_id, l.reversal desc))[1],
  (array_agg(l.service_fee_rate order by l.run_id, l.reversal desc))[1],
  (array_agg(l.rule order by l.run_id desc, l.reversal))[1],
  (array_agg(l.share_base order by l.run_id desc, l.reversal))[1],
  (array_agg(l.ratio order by l.run_id desc, l.reversal))[1],
  (array_agg(l.output_tax_rate order by l.run_id desc, l.reversal))[1],
  (array_agg(l.settleable_ratio order by l.run_id desc, l.reversal))[1],
  (array_agg(case when l.share_base = l.cash_consumption then 1.0 else 0.5 end
    order by l.run_id desc, l.reversal))[1],
  bool_or(s.run_period = $1)
from open_order i
join locked_line l on l.order_id = i.order_id
join statement s on s.statement_id = l.statement_id
where i.settled_before
group by l.order_id;
