-- How many values are not under the first key. $1 key id text. Returns stale.
select (select count(*) from partner where cipher_key_id(mobile_cipher) <> $1)
  + (select count(*) from partner where cipher_key_id(bank_account_cipher) <> $1)
  + (select count(*) from payment_attempt where cipher_key_id(creditor_account_cipher) <> $1)
  + (select count(*) from payment_batch where cipher_key_id(debtor_account_cipher) <> $1) as stale;
