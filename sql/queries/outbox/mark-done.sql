-- The effect of a message is there. $1 topic text, $2 key text.
update outbox
set state = 'done', done_at = clock_timestamp(), failure = null
where topic = $1::text and key = $2::text and state <> 'done';
