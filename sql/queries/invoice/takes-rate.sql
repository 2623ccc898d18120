-- Whether a run would give a statement's lines another service fee rate: those that settle an order for the first time
-- take that of the run's day. What corrects or completes an order keeps the rate of its first line, a refund that of
-- its original (R-A8 to R-A10). $1 statement_id bigint. Returns takes_rate.
select exists (
  select from locked_line l
  where l.statement_id = $1 and not l.reversal
    and (l.kind = 'order' and l.earlier_amount = 0 and not exists (select from locked_line e
        where e.order_id = l.order_id and e.statement_id <> l.statement_id and e.run_id < l.run_id)
      or l.kind = 'usage')
) as takes_rate;
