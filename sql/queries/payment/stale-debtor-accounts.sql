-- Our own bank account as payment batches keep it that are not under the first key, to be encrypted anew, without those that somebody holds.
-- $1 key id text, $2 after text, $3 how many integer. Returns row_key, owner, cipher, in order of keys.
select batch_no as row_key, batch_no as owner, debtor_account_cipher as cipher
from payment_batch
where debtor_account_cipher is not null and cipher_key_id(debtor_account_cipher) <> $1 and batch_no > $2 collate "C"
order by batch_no
limit $3
for update skip locked;
