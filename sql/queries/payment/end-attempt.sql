-- A payment is paid, bounced or withdrawn. $1 end_to_end_id text, $2 state text, $3 ended_at timestamptz,
-- $4 ended_by text, $5 reason text or null, $6 evidence_booked boolean or null, $7 evidence_at text or null.
update payment_attempt set state = $2::payment_state, ended_at = $3, ended_by = $4, reason = $5,
  evidence_booked = $6, evidence_at = $7
where end_to_end_id = $1;
