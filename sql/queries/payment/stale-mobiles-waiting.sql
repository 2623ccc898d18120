-- Mobile numbers that are not under the first key, to be encrypted anew, waiting for whoever holds one.
-- $1 key id text, $2 after text, $3 how many integer. Returns row_key, owner, cipher, in order of keys.
select partner_no as row_key, partner_no as owner, mobile_cipher as cipher
from partner
where mobile_cipher is not null and cipher_key_id(mobile_cipher) <> $1 and partner_no > $2 collate "C"
order by partner_no
limit $3
for update;
