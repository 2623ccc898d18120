-- Keeps what the bank said and what became of it. $1 bank_file_id bigint, $2 answered_at timestamptz, $3 answers json:
-- [{key, outcome, place, endToEndId, status, amount, currency, saidAt, bankReference, reason, what}].
insert into bank_answer (answer_key, outcome, bank_file_id, place, end_to_end_id, status, amount, currency, said_at,
  bank_reference, reason, what, answered_at)
select decode(a.key, 'hex'), a.outcome::bank_answer_outcome, $1, a.place, a."endToEndId", a.status, a.amount,
  a.currency, a."saidAt", a."bankReference", a.reason, a.what, $2
from json_to_recordset($3::json) as a(key text, outcome text, place text, "endToEndId" text, status text,
  amount numeric, currency text, "saidAt" text, "bankReference" text, reason text, what text)
on conflict (answer_key, outcome) do nothing;
