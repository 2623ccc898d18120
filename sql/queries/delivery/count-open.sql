-- Deliveries that are not done. Returns waiting (found or asked for), delayed.
select count(*) filter (where state in ('found', 'asked')) as waiting,
  count(*) filter (where state = 'delayed') as delayed
from delivery;
