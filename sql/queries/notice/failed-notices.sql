-- Notices of which a copy has failed, oldest first. Returns notice_key.
select notice_key
from notice_delivery
where state = 'failed'
group by notice_key
order by min(delivery_id);
