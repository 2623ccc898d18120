-- A copy with its notice. $1 delivery_id bigint.
-- Returns channel, recipient, state, round, attempts, waited_seconds, notice_key, kind, addressee, locale,
-- happened_at, details.
select d.channel, d.recipient, d.state, d.round, d.attempts,
  extract(epoch from clock_timestamp() - d.since)::double precision as waited_seconds,
  n.notice_key, n.kind, n.addressee, n.locale, n.happened_at, n.details
from notice_delivery d
join notice n on n.notice_key = d.notice_key
where d.delivery_id = $1::bigint;
