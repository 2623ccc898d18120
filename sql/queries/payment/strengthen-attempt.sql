-- The same was said of a payment once more, on better grounds. $1 end_to_end_id text, $2 evidence_booked boolean,
-- $3 evidence_at text.
update payment_attempt set evidence_booked = $2, evidence_at = $3 where end_to_end_id = $1;
