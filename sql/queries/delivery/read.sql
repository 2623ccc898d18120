-- One delivery. $1 delivery_id. Returns name, ready_stamp, completes, state, and later: the name of a delivery
-- after it that was imported already, or null.
select d.name, d.ready_stamp, d.completes, d.state,
  (select l.name from delivery l where l.delivery_id > d.delivery_id and l.state = 'imported'
    order by l.delivery_id limit 1) as later
from delivery d where d.delivery_id = $1;
