-- Takes a day's sweep; one scheduler gets a row. $1 day, $2 asked_at. Returns day. A day after which a later one
-- was swept is past.
insert into daily_sweep (day, asked_at)
select $1::date, $2 where not exists (select from daily_sweep where day > $1::date)
on conflict do nothing
returning day;
