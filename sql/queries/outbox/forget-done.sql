-- Forgets messages that were done long ago. $1 days integer, $2 limit integer. Returns a row for each.
delete from outbox
where outbox_id in (
  select outbox_id from outbox
  where state = 'done' and done_at < clock_timestamp() - make_interval(days => $1::integer)
  order by done_at limit $2::integer)
returning outbox_id;
