-- To whom a statement is paid, and what was tried before. $1 statement_no text. Returns name, account_cipher,
-- account_hash, bank_code, bank_name; standing_state and standing_batch of the attempt that is neither bounced nor
-- withdrawn (null: none).
select p.name, p.bank_account_cipher as account_cipher, p.bank_account_hash as account_hash, p.bank_code, p.bank_name,
  a.state as standing_state, a.batch_no as standing_batch
from statement s
join partner p on p.partner_no = s.settlee_no
left join payment_attempt a on a.statement_no = s.statement_no and a.state not in ('bounced', 'withdrawn')
where s.statement_no = $1
order by a.end_to_end_id;
