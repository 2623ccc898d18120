-- Messages that were relayed some time ago and are not done, a page at a time.
-- $1 after outbox_id bigint, $2 seconds double precision, $3 limit integer. Returns outbox_id, topic, key.
select outbox_id, topic, key
from outbox
where state = 'relayed' and outbox_id > $1::bigint
  and relayed_at < clock_timestamp() - make_interval(secs => $2::double precision)
order by outbox_id
limit $3::integer;
