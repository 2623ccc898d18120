-- Bank accounts of partners that are not under the first key, to be encrypted anew, without those that somebody holds.
-- $1 key id text, $2 after text, $3 how many integer. Returns row_key, owner, cipher, in order of keys.
select partner_no as row_key, partner_no as owner, bank_account_cipher as cipher
from partner
where bank_account_cipher is not null and cipher_key_id(bank_account_cipher) <> $1 and partner_no > $2 collate "C"
order by partner_no
limit $3
for update skip locked;
