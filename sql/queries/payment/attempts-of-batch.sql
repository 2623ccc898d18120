-- The payments of a batch. $1 batch_no text, $2 states text[]. Returns them in order of their statements' numbers,
-- in which statements are held.
select a.end_to_end_id, a.place_no, a.statement_no, a.version, a.settlee_no, a.period, a.amount, a.creditor_name,
  a.creditor_account_cipher, a.creditor_account_hash, a.creditor_bank_code, a.creditor_bank_name, a.state
from payment_attempt a
where a.batch_no = $1 and a.state = any ($2::payment_state[])
order by a.statement_no, a.end_to_end_id;
