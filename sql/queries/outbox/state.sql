-- How far a message has come. $1 topic text, $2 key text. Returns state.
select state from outbox where topic = $1::text and key = $2::text;
