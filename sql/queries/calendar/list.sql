-- The years of the calendar that were imported. Returns year, source, days_off, make_up_days, imported_at, actor.
select year, source, days_off, make_up_days, imported_at, actor from calendar_year order by year;
