-- Earlier months that have orders open but were never run (R-R2). $1 period_start timestamptz.
-- Returns month, oldest first.
select to_char(o.settleable_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month
from open_item i
join sales_order o on o.order_id = i.order_id
where o.settleable_at < $1
group by 1
having not exists (select from run r
  where r.period = to_char(min(o.settleable_at) at time zone 'Asia/Shanghai', 'YYYY-MM')
    and r.state = 'completed')
order by 1;
