-- The copies of a notice. $1 notice_key text.
-- Returns delivery_id, channel, recipient, state, round, address_masked, reason.
select delivery_id, channel, recipient, state, round, address_masked, reason
from notice_delivery
where notice_key = $1::text
order by delivery_id;
