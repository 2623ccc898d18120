-- How many messages of a topic wait for a worker, in the outbox or in the queue. $1 topic text. Returns waiting.
select count(*) as waiting from outbox where topic = $1::text and state in ('waiting', 'relayed');
