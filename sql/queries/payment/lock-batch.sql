-- Holds a payment batch until the transaction ends. $1 batch_no text. Returns it; no row: there is none.
select batch_no, prepared_by, prepared_at, wanted_on, released_by, released_at, execution_date, payment_count,
  control_sum, debtor_name, debtor_account_cipher, debtor_bank_code, file_format,
  encode(file_sha256, 'hex') as file_sha256
from payment_batch
where batch_no = $1
for update;
