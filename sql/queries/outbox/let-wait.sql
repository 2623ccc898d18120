-- A message that was given up waits again. $1 topic text, $2 key text. Returns a row where it did.
update outbox
set state = 'waiting', failure = null
where topic = $1::text and key = $2::text and state = 'failed'
returning outbox_id;
