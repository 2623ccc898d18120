-- The months that were due and were not started, oldest first. Returns period, state.
select period, state from scheduled_run where state in ('waiting', 'missing', 'held') order by period;
