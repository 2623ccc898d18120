-- Months before the run's that have orders among its own (R-R2). $1 period_start timestamptz.
-- Returns month; ordered.
select distinct to_char(settleable_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month
from item
where settleable_at < $1
order by 1;
