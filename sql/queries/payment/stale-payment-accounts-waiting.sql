-- Bank accounts that payments go to that are not under the first key, to be encrypted anew, waiting for whoever holds one.
-- $1 key id text, $2 after text, $3 how many integer. Returns row_key, owner, cipher, in order of keys.
select end_to_end_id as row_key, settlee_no as owner, creditor_account_cipher as cipher
from payment_attempt
where creditor_account_cipher is not null and cipher_key_id(creditor_account_cipher) <> $1 and end_to_end_id > $2 collate "C"
order by end_to_end_id
limit $3
for update;
