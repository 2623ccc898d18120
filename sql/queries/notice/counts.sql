-- How many copies wait and have failed. Returns waiting, failed.
select count(*) filter (where state = 'waiting') as waiting, count(*) filter (where state = 'failed') as failed
from notice_delivery
where state in ('waiting', 'failed');
