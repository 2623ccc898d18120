-- A message was given up. $1 topic text, $2 key text, $3 failure jsonb.
update outbox
set state = 'failed', failure = $3::jsonb
where topic = $1::text and key = $2::text and state in ('waiting', 'relayed');
