-- Which of some months no completed run has settled (R-R2). $1 months text[]. Returns month; ordered.
select m.month
from unnest($1::text[]) as m (month)
where not exists (select from run r where r.period = m.month and r.state = 'completed')
order by m.month;
