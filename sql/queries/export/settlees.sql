-- Every settlee with a gathered statement of a label or an order in scope of the month's run, with both
-- sides. $1 label text, $2 month text. Returns settlee_no (empty: orders without a partner), name,
-- statement_count, own_count, own_amount, brought_forward_amount, set_off_amount, amount, net_amount,
-- tax_amount, settled_count, settled_cash, carried_count, carried_cash, excluded_count, excluded_cash;
-- ordered by settlee.
with stated as (
  select s.settlee_no, count(*) as statement_count, sum(g.own_count) as own_count,
    sum(g.own_amount) as own_amount, sum(g.brought_forward_amount) as brought_forward_amount,
    sum(g.set_off_amount) as set_off_amount, sum(s.amount) as amount,
    sum(s.net_amount) as net_amount, sum(s.tax_amount) as tax_amount
  from export_statement g
  join statement s on s.statement_id = g.statement_id
  where s.period = $1
  group by s.settlee_no
), scope as (
  select settlee_no,
    sum(order_count) filter (where outcome = 'settled') as settled_count,
    sum(cash_consumption) filter (where outcome = 'settled') as settled_cash,
    sum(order_count) filter (where outcome = 'carried') as carried_count,
    sum(cash_consumption) filter (where outcome = 'carried') as carried_cash,
    sum(order_count) filter (where outcome = 'excluded') as excluded_count,
    sum(cash_consumption) filter (where outcome = 'excluded') as excluded_cash
  from period_scope
  where period = $2
  group by settlee_no
)
select settlee_no, p.name, coalesce(t.statement_count, 0) as statement_count,
  coalesce(t.own_count, 0) as own_count, coalesce(t.own_amount, 0) as own_amount,
  coalesce(t.brought_forward_amount, 0) as brought_forward_amount,
  coalesce(t.set_off_amount, 0) as set_off_amount, coalesce(t.amount, 0) as amount,
  coalesce(t.net_amount, 0) as net_amount, coalesce(t.tax_amount, 0) as tax_amount,
  coalesce(c.settled_count, 0) as settled_count, coalesce(c.settled_cash, 0) as settled_cash,
  coalesce(c.carried_count, 0) as carried_count, coalesce(c.carried_cash, 0) as carried_cash,
  coalesce(c.excluded_count, 0) as excluded_count, coalesce(c.excluded_cash, 0) as excluded_cash
from stated t
full join scope c using (settlee_no)
left join partner p on p.partner_no = settlee_no
order by settlee_no;
