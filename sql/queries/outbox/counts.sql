-- How many messages wait, are relayed, were given up, and how long the oldest has waited to be relayed.
-- Returns waiting, relayed, failed, oldest_seconds.
select
  (select count(*) from outbox where state = 'waiting') as waiting,
  (select count(*) from outbox where state = 'relayed') as relayed,
  (select count(*) from outbox where state = 'failed') as failed,
  coalesce((select extract(epoch from clock_timestamp() - o.created_at)::double precision
    from outbox o where o.state = 'waiting' order by o.outbox_id limit 1), 0) as oldest_seconds;
