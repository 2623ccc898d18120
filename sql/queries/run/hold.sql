-- Holds a run's record until the transaction ends. $1 run_id bigint.
-- Returns period, settlees, actor, state, summary.
select period, settlees, actor, state, summary from run where run_id = $1 for update;
