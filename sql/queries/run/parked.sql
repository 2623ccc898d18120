-- The settlees a run parked. $1 run_id bigint. Returns settlee_no, failure; ordered by settlee.
select settlee_no, failure from parked_settlee where run_id = $1 order by settlee_no;
