-- Keeps other schedulers from the row of a month until the transaction ends; waits. $1 period. Returns state.
select state from scheduled_run where period = $1 for update;
