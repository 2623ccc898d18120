-- Copies of notices, oldest first. $1 failed only boolean, $2 period text, $3 statement_no text, $4 settlee_no text;
-- null: any. Returns notice_key, kind, channel, recipient, address_masked, statement_no, period, state,
-- attempts, message_id, reason, reason_details, happened_at, sent_at.
select d.notice_key, n.kind, d.channel, d.recipient, d.address_masked, n.statement_no, n.period,
  d.state, d.attempts, d.message_id, d.reason, d.reason_details, n.happened_at, d.sent_at
from notice_delivery d
join notice n on n.notice_key = d.notice_key
where (not $1::boolean or d.state = 'failed')
  and ($2::text is null or n.period = $2::text)
  and ($3::text is null or n.statement_no = $3::text)
  and ($4::text is null or n.addressee = 'settlee:' || $4::text or n.details->>'settleeNo' = $4::text)
order by d.delivery_id;
