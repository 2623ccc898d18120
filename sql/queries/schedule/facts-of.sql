-- Whether deliveries say that the facts of a month are all here. $1 period.
-- Returns is_complete, is_coming (one that will say so waits for its import), refused (the newest one that would
-- have said so but was refused, or null).
select
  exists (select from delivery d where $1 = any (d.completes) and d.state in ('imported', 'repeated'))
    as is_complete,
  exists (select from delivery d where $1 = any (d.completes) and d.state in ('found', 'asked'))
    as is_coming,
  (select d.name from delivery d where $1 = any (d.completes) and d.state = 'refused'
    order by d.delivery_id desc limit 1) as refused;
