-- What came of an attempt. $1 delivery_id bigint, $2 round integer, $3 state notice_delivery_state, $4 reason text,
-- $5 reason_details jsonb.
update notice_delivery
set state = $3::notice_delivery_state, reason = $4::text, reason_details = $5::jsonb,
  sent_at = case when $3::notice_delivery_state = 'sent' then clock_timestamp() else sent_at end
where delivery_id = $1::bigint and round = $2::integer and state in ('waiting', 'failed');
