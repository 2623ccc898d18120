-- Stores a year of the calendar; an amended notice replaces the first. $1 year, $2 source, $3 days_off text[],
-- $4 make_up_days text[], $5 imported_at, $6 actor. Returns a row where something changed.
insert into calendar_year as y (year, source, days_off, make_up_days, imported_at, actor)
values ($1, $2, $3, $4, $5, $6)
on conflict (year) do update set source = excluded.source, days_off = excluded.days_off,
  make_up_days = excluded.make_up_days, imported_at = excluded.imported_at, actor = excluded.actor
where (y.source, y.days_off, y.make_up_days)
  is distinct from (excluded.source, excluded.days_off, excluded.make_up_days)
returning year;
