-- Begins an attempt, unless so many went to the address within the hour, or are just on their way there: then it
-- waits. $1 delivery_id bigint, $2 round integer, $3 address_hash text, $4 address_masked text, $5 message_id text,
-- $6 most an hour integer. Returns a row where the attempt may be made.
update notice_delivery d
set state = 'waiting', reason = null, reason_details = null, attempts = d.attempts + 1,
  attempted_at = clock_timestamp(), address_hash = $3::text, address_masked = $4::text,
  message_id = $5::text
where d.delivery_id = $1::bigint and d.round = $2::integer and d.state in ('waiting', 'failed')
  and $6::integer > (
    select count(*)
    from notice_delivery other
    where other.address_hash = $3::text and other.channel = d.channel and other.delivery_id <> d.delivery_id
      and (other.sent_at > clock_timestamp() - interval '1 hour'
        or (other.state = 'waiting' and other.reason is null
          and other.attempted_at > clock_timestamp() - interval '2 minutes')))
returning d.delivery_id;
