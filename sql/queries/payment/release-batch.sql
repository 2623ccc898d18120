-- Releases a payment batch. $1 batch_no text, $2 released_by text, $3 released_at timestamptz, $4 execution_date date,
-- $5 payment_count integer, $6 control_sum numeric, $7 debtor_name text, $8 debtor_account_cipher text,
-- $9 debtor_bank_code text, $10 file_format text, $11 file_sha256 in hex text.
update payment_batch set released_by = $2, released_at = $3, execution_date = $4, payment_count = $5,
  control_sum = $6, debtor_name = $7, debtor_account_cipher = $8, debtor_bank_code = $9, file_format = $10,
  file_sha256 = decode($11, 'hex')
where batch_no = $1;
