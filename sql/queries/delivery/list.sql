-- All deliveries in the order in which they arrived. Returns delivery_id, name, completes, state, found_at,
-- ended_at, summary, failure.
select delivery_id, name, completes, state, found_at, ended_at, summary, failure
from delivery order by delivery_id;
