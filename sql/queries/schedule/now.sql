-- The time that all schedulers share. Returns now as milliseconds since 1970.
select floor(extract(epoch from clock_timestamp()) * 1000)::text as now;
