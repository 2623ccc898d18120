-- Asks for the import of the oldest delivery that waits for it, unless one is asked for already; one that nobody
-- finished within the hour is asked for again. To be run under the lock of lock.sql. $1 true: also those that
-- could not be read before, at growing intervals up to an hour. Returns delivery_id, attempts.
update delivery set state = 'asked', attempts = attempts + 1, asked_at = now()
where not exists (select from delivery o where o.state = 'asked' and o.asked_at >= now() - interval '1 hour')
  and delivery_id = (
    select d.delivery_id from delivery d
    where d.state in ('found', 'asked')
      or ($1 and d.state = 'delayed'
        and d.asked_at < now() - least(power(2, least(d.attempts, 6)), 60) * interval '1 minute')
    order by d.state = 'asked' desc, d.delivery_id limit 1)
returning delivery_id, attempts;
