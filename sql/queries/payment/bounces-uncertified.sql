-- Payments of a statement that bounced, without those after which its settlee was certified again: a change of its
-- business info was under way, and ended since (R-W5). $1 statement_no text. Returns creditor_name, account_cipher,
-- account_hash, bank_code that the money went to, in order of ids.
select a.creditor_name, a.creditor_account_cipher as account_cipher, a.creditor_account_hash as account_hash,
  a.creditor_bank_code as bank_code
from payment_attempt a
where a.statement_no = $1 and a.state = 'bounced'
  and not exists (select from certification_gap g where g.partner_no = a.settlee_no and g.until_at > a.ended_at)
order by a.end_to_end_id;
