-- The same by tax rate: what stands settled at each. No parameters, no result.
insert into earlier_at_rate
select l.order_id, l.output_tax_rate, sum(l.amount)
from earlier e
join locked_line l on l.order_id = e.order_id
group by l.order_id, l.output_tax_rate;
