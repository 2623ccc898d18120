-- Bank accounts that payments go to under another key. $1 renewed json: [{key, cipher, hash}]. No result.
update payment_attempt t set creditor_account_cipher = r.cipher, creditor_account_hash = r.hash
from json_to_recordset($1::json) as r(key text, cipher text, hash text)
where t.end_to_end_id = r.key;
