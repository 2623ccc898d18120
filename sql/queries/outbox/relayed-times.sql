-- How often a message was relayed. $1 topic text, $2 key text. Returns attempts; no row: there is no such message.
select attempts from outbox where topic = $1::text and key = $2::text;
