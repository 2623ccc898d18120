-- The newest month that a run completed; none: no row. No parameters. Returns period.
select max(period) as period from run where state = 'completed' having max(period) is not null;
