-- Messages that were relayed some time ago and are not done. $1 seconds double precision.
-- Returns outbox_id, topic, key.
select outbox_id, topic, key
from outbox
where state = 'relayed'
  and relayed_at < clock_timestamp() - make_interval(secs => $1::double precision)
order by outbox_id;
